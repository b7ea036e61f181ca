// Two paths of a request. Where the device can answer many requests at once, the guest's notification exits to the vCPU's own
// thread, which serves what needs no waiting and rings a thread of the device for the rest:
//
//   guest ─► queue ─► exit ─► device ─► interrupt            and, if something would wait: ─► doorbell ─► thread ─► device ─► interrupt
//
// That spares two thread switches and an idle CPU's way to sleep and back. Elsewhere KVM rings the doorbell (an ioeventfd), and the vCPU
// never leaves the kernel. Either way registers are read without an exit: they stand in a page that the guest may read.
//
// One lock guards transport and device, and is held while requests are served, so that a register access waits for them. Two do
// not: acknowledging an interrupt, since a guest's interrupt handler must not wait; and a notification, which instead of waiting
// leaves the work to the device's thread.

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
    private readonly MmioTransport<TDevice, InterruptPin> _transport;
    private readonly EventFd _doorbell;
    private readonly IDeviceTurns<TDevice>? _turns;
    private uint _firstQueue;
    private FutexLock _lock;

    /// <summary>Puts a device on the bus whose queues the machine's event loop serves.</summary>
    /// <param name="host">The machine under construction.</param>
    /// <param name="window">The guest-physical address of its registers.</param>
    /// <param name="irq">Its interrupt line.</param>
    /// <param name="device">The device; its work never waits.</param>
    /// <param name="onVcpus">Whether vCPUs serve it where they notify, since the driver stands still until its buffer comes back anyway.</param>
    /// <param name="doorbell">What has its queues looked at, where somebody else rings it too; null for one of its own.</param>
    public VirtioShell(MachineHost host, ulong window, int irq, TDevice device, bool onVcpus = false, EventFd? doorbell = null)
        : this(host, doorbell ?? host.NewEventFd(), window, irq, device)
    {
        if (!onVcpus)
        {
            // One doorbell for all queues: looking at a queue without work costs a read of its index.
            host.ConnectDoorbell(_doorbell, window + MmioRegister.QueueNotify);
        }

        host.Events.Register(_doorbell.Number, Libc.EPOLLIN | Libc.EPOLLET, this);
    }

    /// <summary>Puts a device on the bus whose queues a thread of its own serves, and vCPUs if that is quicker.</summary>
    /// <param name="host">The machine under construction.</param>
    /// <param name="thread">That thread.</param>
    /// <param name="window">The guest-physical address of its registers.</param>
    /// <param name="irq">Its interrupt line.</param>
    /// <param name="device">The device.</param>
    /// <param name="onVcpus">Whether it can answer requests without waiting; if it never can, trying would only cost an exit.</param>
    /// <param name="turns">What to do around the thread's turns; null for nothing.</param>
    public VirtioShell(
        MachineHost host, DoorbellThread thread, ulong window, int irq, TDevice device, bool onVcpus, IDeviceTurns<TDevice>? turns = null)
        : this(host, thread.Doorbell, window, irq, device)
    {
        _turns = turns;
        thread.Serve(this);
        if (!onVcpus)
        {
            host.ConnectDoorbell(_doorbell, window + MmioRegister.QueueNotify);
        }
    }

    /// <summary>Puts a device on the bus some of whose queues the kernel serves.</summary>
    /// <param name="host">The machine under construction.</param>
    /// <param name="window">The guest-physical address of its registers.</param>
    /// <param name="irq">Its interrupt line.</param>
    /// <param name="device">The device; its work never waits.</param>
    /// <param name="kicks">By what the guest rings for the first queues, one each; the others' notifications exit.</param>
    public VirtioShell(MachineHost host, ulong window, int irq, TDevice device, ReadOnlySpan<EventFd> kicks)
        : this(host, host.NewEventFd(), window, irq, device)
    {
        for (int queue = 0; queue < kicks.Length; queue++)
        {
            host.ConnectDoorbell(kicks[queue], window + MmioRegister.QueueNotify, (uint)queue);
        }

        host.Events.Register(_doorbell.Number, Libc.EPOLLIN | Libc.EPOLLET, this);
    }

    private VirtioShell(MachineHost host, EventFd doorbell, ulong window, int irq, TDevice device)
    {
        _transport = new(device, host.ConnectInterrupt(irq), host.DeviceMemory, host.NewRegisterPage(window));
        _doorbell = doorbell;
    }

    /// <summary>Reads from the window.</summary>
    [HotPath]
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
    [HotPath]
    public void Write(uint offset, int width, ulong value)
    {
        if (offset == MmioRegister.InterruptAcknowledge)
        {
            _transport.Write(offset, width, value);
            return;
        }

        if (offset != MmioRegister.QueueNotify)
        {
            _lock.Enter();
        }
        else if (!_lock.TryEnter())
        {
            _doorbell.Ring();
            return;
        }

        try
        {
            if ((uint)value == 0 && offset is MmioRegister.Status or MmioRegister.QueueReady)
            {
                _turns?.BeforeReset(_transport.Device);
            }

            _transport.Write(offset, width, value);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Serves a queue, because the host has something for the guest. From a thread that is no vCPU's.</summary>
    /// <param name="queue">Index of the queue.</param>
    [HotPath]
    public void Serve(uint queue)
    {
        _lock.Enter();
        try
        {
            _transport.Notify(queue, mayWait: true);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Works with the device on somebody's behalf who is not the guest, and who waits. From a thread that is no vCPU's.</summary>
    /// <param name="state">Passed on, so that <paramref name="work"/> can be static and nothing is allocated.</param>
    /// <param name="work">What to do.</param>
    /// <returns>What <paramref name="work"/> returned.</returns>
    [HotPath]
    public int Use<TState>(TState state, Func<TDevice, TState, int> work)
        where TState : allows ref struct
    {
        _lock.Enter();
        try
        {
#pragma warning disable KVM0731 // The callback is a shell's, which has it beside the call.
            return work(_transport.Device, state);
#pragma warning restore KVM0731
        }
        finally
        {
            // Nothing of this is a queue's work, so nobody is to be rung for; the doorbell may be gone with the machine.
            _lock.Exit();
        }
    }

    /// <summary>Changes the device on somebody's behalf who is not the guest, and has its queues looked at.</summary>
    /// <param name="change">What to do, and whether the guest is to see it: not when the machine has ended, since its registers and the doorbell may be gone.</param>
    public void Change(Func<TDevice, bool> change)
    {
        _lock.Enter();
        try
        {
            if (change(_transport.Device))
            {
                // A driver that comes later reads it without an exit, and so without asking anybody.
                _transport.RefreshConfiguration();
                _doorbell.Ring();
            }
        }
        finally
        {
            _lock.Exit();
        }
    }

    /// <summary>Takes the lock, for somebody who is not the guest and has several things to do; <see cref="Release"/> gives it back.</summary>
    [HotPath]
    public TDevice Acquire()
    {
        _lock.Enter();
        return _transport.Device;
    }

    /// <summary>Serves a queue, with the lock.</summary>
    /// <param name="queue">Index of the queue.</param>
    [HotPath]
    public void Look(uint queue) => _transport.Notify(queue, mayWait: true);

    /// <summary>Gives the lock back.</summary>
    [HotPath]
    public void Release() => Leave();

    /// <summary>The guest is gone: its memory and its interrupts are not touched any more. With the lock.</summary>
    public void Disconnect() => _transport.Reset();

    /// <inheritdoc/>
    [HotPath]
    void IEventHandler.OnEvents(uint events)
    {
        _lock.Enter();
        try
        {
            _turns?.BeforeTurn(_transport.Device);

            // Each turn begins with another queue, so that one cannot keep what they share from the others.
            uint queues = (uint)_transport.Device.QueueCount;
            uint first = _firstQueue;
            _firstQueue = first + 1 < queues ? first + 1 : 0;
            for (uint i = 0; i < queues; i++)
            {
                _transport.Notify((first + i) % queues, mayWait: true);
            }

            _turns?.AfterTurn(_transport.Device);
        }
        finally
        {
            Leave();
        }
    }

    // Also when a device throws, which ends the machine: a vCPU that waited here for ever could not leave the guest.
    // A device serves a bounded number of requests at a time; the rest waits for another turn, behind whoever rang meanwhile.
    [HotPath]
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
