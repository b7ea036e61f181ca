// The path of a request: guest ─► queue ─► doorbell (an ioeventfd, so that the vCPU never leaves the kernel) ─► the device's
// event loop ─► device ─► interrupt (an irqfd). The vCPU itself comes here only for the registers.
//
// One lock guards transport and device, and is held while requests are served, so that a register access waits for them.
// The exception is the interrupt status, which the transport keeps lock-free: a guest's interrupt handler must not wait.

using KvmSdk.Devices.Virtio;
using KvmSdk.Devices.Virtio.Mmio;
using KvmSdk.Events;
using KvmSdk.Interop;
using KvmSdk.Kernel;

namespace KvmSdk.DeviceShells.Virtio;

/// <summary>What every virtio device needs of the host: its window, doorbell, interrupt line and lock.</summary>
/// <typeparam name="TDevice">The device.</typeparam>
internal sealed class VirtioShell<TDevice> : IEventHandler
    where TDevice : class, IVirtioDevice
{
    private readonly MmioTransport<TDevice, IrqFdLine> _transport;
    private readonly EventFd _doorbell;
    private FutexLock _lock;

    /// <summary>Puts a device on the bus.</summary>
    /// <param name="host">The machine under construction.</param>
    /// <param name="loop">The event loop that serves its queues.</param>
    /// <param name="window">The guest-physical address of its registers.</param>
    /// <param name="irq">Its interrupt line.</param>
    /// <param name="device">The device.</param>
    public VirtioShell(MachineHost host, EventLoop loop, ulong window, int irq, TDevice device)
    {
        _transport = new(device, host.ConnectInterrupt(irq), host.DeviceMemory);
        _doorbell = host.NewEventFd();

        // One doorbell for all queues: looking at a queue without work costs a read of its index.
        host.ConnectDoorbell(_doorbell, window + MmioRegister.QueueNotify);
        loop.Register(_doorbell.Number, Libc.EPOLLIN | Libc.EPOLLET, this);
    }

    /// <summary>Reads from the window.</summary>
    public ulong Read(uint offset, int width)
    {
        if (offset == MmioRegister.InterruptStatus)
        {
            return _transport.Read(offset, width);
        }

        _lock.Enter();
        try
        {
            return _transport.Read(offset, width);
        }
        finally
        {
            _lock.Exit();
        }
    }

    /// <summary>Writes to the window.</summary>
    public void Write(uint offset, int width, ulong value)
    {
        if (offset == MmioRegister.InterruptAcknowledge)
        {
            _transport.Write(offset, width, value);
            return;
        }

        _lock.Enter();
        try
        {
            _transport.Write(offset, width, value);
        }
        finally
        {
            Leave();
        }
    }

    /// <inheritdoc/>
    void IEventHandler.OnEvents(uint events)
    {
        _lock.Enter();
        try
        {
            _transport.Continue();
            for (uint queue = 0; queue < (uint)_transport.Device.QueueCount; queue++)
            {
                _transport.Notify(queue);
            }
        }
        finally
        {
            Leave();
        }
    }

    // Also when a device throws, which ends the machine: a vCPU that waited here for ever could not leave the guest.
    // A device serves a bounded number of requests at a time; the rest waits for another turn, behind whoever rang meanwhile.
    private void Leave()
    {
        bool unfinished = _transport.HasUnfinishedWork;
        _lock.Exit();
        if (unfinished)
        {
            _doorbell.Ring();
        }
    }
}
