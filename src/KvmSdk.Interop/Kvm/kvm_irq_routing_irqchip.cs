using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>Route to a pin of an in-kernel interrupt controller, in <see cref="kvm_irq_routing_entry"/> (<c>linux/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_irq_routing_irqchip
{
    /// <summary>Controller, <c>KVM_IRQCHIP_*</c> of <see cref="kvm_irqchip"/>.</summary>
    public uint irqchip;

    /// <summary>Its pin.</summary>
    public uint pin;
}
