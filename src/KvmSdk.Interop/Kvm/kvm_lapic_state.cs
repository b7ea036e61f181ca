using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>Register page of a local APIC, for <c>KVM_GET_LAPIC</c> and <c>KVM_SET_LAPIC</c> (<c>asm/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_lapic_state
{
    /// <summary>Bytes of the register page that KVM transfers; every register starts at a multiple of 16.</summary>
    public const int KVM_APIC_REG_SIZE = 0x400;

    /// <summary>The registers, at the offsets the processor manual gives them.</summary>
    public regs_array regs;

    /// <summary>The array type of <see cref="kvm_lapic_state.regs"/>.</summary>
    [InlineArray(KVM_APIC_REG_SIZE)]
    public struct regs_array
    {
        private byte _element0;
    }
}
