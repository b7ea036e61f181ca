using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>State of the I/O APIC, in <see cref="kvm_irqchip"/> (<c>asm/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_ioapic_state
{
    /// <summary>Number of pins.</summary>
    public const int KVM_IOAPIC_NUM_PINS = 24;

    /// <summary>Guest-physical address of the register window.</summary>
    public ulong base_address;

    /// <summary>Selected register; identification; lines that request; filling.</summary>
    public uint ioregsel, id, irr, pad;

    /// <summary>The redirection entry of every pin.</summary>
    public redirtbl_array redirtbl;

    /// <summary>A redirection entry. The C bit-field <c>fields</c> is not spelled out here: use <see cref="bits"/>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct redirtbl_union
    {
        /// <summary>The entry as the I/O APIC's data sheet lays it out: vector in bits 7:0, mask in bit 16, destination in bits 63:56.</summary>
        public ulong bits;
    }

    /// <summary>The array type of <see cref="kvm_ioapic_state.redirtbl"/>.</summary>
    [InlineArray(KVM_IOAPIC_NUM_PINS)]
    public struct redirtbl_array
    {
        private redirtbl_union _element0;
    }
}
