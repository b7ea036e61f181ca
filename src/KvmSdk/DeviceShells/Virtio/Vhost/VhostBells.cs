// Why an irqfd here, and none for devices of ours (InterruptPin): somebody in the kernel rings, and the way by this program would be two thread
// switches and two calls longer. Whoever reads the reason for the interrupt finds that buffers may be used (IVirtioTransport.HoldUsed).

using KvmSdk.Events;
using KvmSdk.Interop;
using KvmSdk.Kernel;

namespace KvmSdk.DeviceShells.Virtio.Vhost;

/// <summary>What a guest and a device of the kernel's ring each other by, without this program in between.</summary>
internal sealed class VhostBells
{
    /// <summary>Makes them.</summary>
    /// <param name="host">The machine under construction, which owns them.</param>
    /// <param name="irq">The device's interrupt line.</param>
    /// <param name="queues">How many queues the kernel serves.</param>
    public VhostBells(MachineHost host, int irq, int queues)
    {
        Interrupt = host.NewInterruptEvent(irq);
        Broken = host.NewEventFd();
        Kicks = new EventFd[queues];
        for (int i = 0; i < queues; i++)
        {
            Kicks[i] = host.NewEventFd();
        }
    }

    /// <summary>By what the guest rings for each queue.</summary>
    public EventFd[] Kicks { get; }

    /// <summary>By what the kernel interrupts the guest, for any queue.</summary>
    public EventFd Interrupt { [HotPath] get; }

    /// <summary>By what the kernel says that a queue breaks a rule.</summary>
    public EventFd Broken { [HotPath] get; }

    /// <summary>Has somebody told, on the event loop's thread, of queues that break a rule.</summary>
    public void WatchBroken(IEventLoop events, IEventHandler handler) => events.Register(Broken.Number, Libc.EPOLLIN | Libc.EPOLLET, handler);
}
