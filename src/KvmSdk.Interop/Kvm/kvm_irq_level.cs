using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>Level of an interrupt line, for <c>KVM_IRQ_LINE</c> and <c>KVM_IRQ_LINE_STATUS</c> (<c>linux/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Explicit)]
public struct kvm_irq_level
{
    /// <summary>In: global system interrupt. PIC pins are 0 to 15, IOAPIC pins 0 to 23.</summary>
    [FieldOffset(0)]
    public uint irq;

    /// <summary>Out, for <c>KVM_IRQ_LINE_STATUS</c>: above 0 delivered, 0 merged with a pending one, below 0 masked.</summary>
    [FieldOffset(0)]
    public int status;

    /// <summary>1 asserts the line, 0 releases it. An edge needs both.</summary>
    [FieldOffset(4)]
    public uint level;
}
