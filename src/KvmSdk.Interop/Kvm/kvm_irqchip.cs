using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>State of an in-kernel interrupt controller, for <c>KVM_GET_IRQCHIP</c> and <c>KVM_SET_IRQCHIP</c> (<c>linux/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_irqchip
{
    /// <summary>In <see cref="chip_id"/>: which controller.</summary>
    public const uint KVM_IRQCHIP_PIC_MASTER = 0, KVM_IRQCHIP_PIC_SLAVE = 1, KVM_IRQCHIP_IOAPIC = 2;

    /// <summary>Number of controllers.</summary>
    public const int KVM_NR_IRQCHIPS = 3;

    /// <summary>Which controller.</summary>
    public uint chip_id;

    /// <summary>Unused.</summary>
    public uint pad;

    /// <summary>Its state.</summary>
    public chip_union chip;

    /// <summary>State by <see cref="chip_id"/>; 512 bytes are reserved.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 512)]
    public struct chip_union
    {
        /// <summary>For the two 8259.</summary>
        [FieldOffset(0)] public kvm_pic_state pic;

        /// <summary>For the I/O APIC.</summary>
        [FieldOffset(0)] public kvm_ioapic_state ioapic;
    }
}
