using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>Where one global system interrupt goes, in <see cref="kvm_irq_routing"/> (<c>linux/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_irq_routing_entry
{
    /// <summary>In <see cref="type"/>: a pin, a message, a Hyper-V synthetic interrupt, a Xen event channel.</summary>
    public const uint
        KVM_IRQ_ROUTING_IRQCHIP = 1,
        KVM_IRQ_ROUTING_MSI = 2,
        KVM_IRQ_ROUTING_HV_SINT = 4,
        KVM_IRQ_ROUTING_XEN_EVTCHN = 5;

    /// <summary>Global system interrupt: what <c>KVM_IRQ_LINE</c> and <c>KVM_IRQFD</c> name.</summary>
    public uint gsi;

    /// <summary>Which member of <see cref="u"/> is valid.</summary>
    public uint type;

    /// <summary>Must be 0 on x86.</summary>
    public uint flags;

    /// <summary>Unused.</summary>
    public uint pad;

    /// <summary>The target.</summary>
    public u_union u;

    /// <summary>Target by <see cref="type"/>.</summary>
    [StructLayout(LayoutKind.Explicit)]
    public struct u_union
    {
        /// <summary>For <see cref="KVM_IRQ_ROUTING_IRQCHIP"/>.</summary>
        [FieldOffset(0)] public kvm_irq_routing_irqchip irqchip;

        /// <summary>For <see cref="KVM_IRQ_ROUTING_MSI"/>.</summary>
        [FieldOffset(0)] public kvm_irq_routing_msi msi;

        /// <summary>For <see cref="KVM_IRQ_ROUTING_HV_SINT"/>.</summary>
        [FieldOffset(0)] public kvm_irq_routing_hv_sint hv_sint;

        /// <summary>For <see cref="KVM_IRQ_ROUTING_XEN_EVTCHN"/>.</summary>
        [FieldOffset(0)] public kvm_irq_routing_xen_evtchn xen_evtchn;

        /// <summary>Fixes the size of the union.</summary>
        [FieldOffset(0)] public InlineArray8<uint> pad;
    }
}
