using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>Breakpoints and single steps of a vCPU, for <c>KVM_SET_GUEST_DEBUG</c> (<c>linux/kvm.h</c>, <c>asm/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_guest_debug
{
    /// <summary>In <see cref="control"/>: debugging is on; every instruction leaves the guest.</summary>
    public const uint KVM_GUESTDBG_ENABLE = 0x1, KVM_GUESTDBG_SINGLESTEP = 0x2;

    /// <summary>In <see cref="control"/>: INT3 leaves the guest; <see cref="arch"/> replaces the guest's debug registers.</summary>
    public const uint KVM_GUESTDBG_USE_SW_BP = 0x1_0000, KVM_GUESTDBG_USE_HW_BP = 0x2_0000;

    /// <summary>In <see cref="control"/>: raise #DB in the guest; raise #BP in the guest.</summary>
    public const uint KVM_GUESTDBG_INJECT_DB = 0x4_0000, KVM_GUESTDBG_INJECT_BP = 0x8_0000;

    /// <summary>In <see cref="control"/>: hold back interrupts while stepping.</summary>
    public const uint KVM_GUESTDBG_BLOCKIRQ = 0x10_0000;

    /// <summary>What to do.</summary>
    public uint control;

    /// <summary>Unused.</summary>
    public uint pad;

    /// <summary>Hardware breakpoints.</summary>
    public kvm_guest_debug_arch arch;
}
