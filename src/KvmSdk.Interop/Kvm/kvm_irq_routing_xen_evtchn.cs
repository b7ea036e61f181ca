using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>Route to a Xen event channel, in <see cref="kvm_irq_routing_entry"/> (<c>linux/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_irq_routing_xen_evtchn
{
    /// <summary>The only <see cref="priority"/> KVM knows.</summary>
    public const uint KVM_IRQ_ROUTING_XEN_EVTCHN_PRIO_2LEVEL = uint.MaxValue;

    /// <summary>Event channel, target vCPU, priority.</summary>
    public uint port, vcpu, priority;
}
