using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>An optional capability to switch on, for <c>KVM_ENABLE_CAP</c> on a VM or a vCPU (<c>linux/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_enable_cap
{
    /// <summary>In <c>args[0]</c> of <see cref="KvmCap.KVM_CAP_X86_DISABLE_EXITS"/>: instructions that stay in the guest.</summary>
    public const ulong
        KVM_X86_DISABLE_EXITS_MWAIT = 1 << 0,
        KVM_X86_DISABLE_EXITS_HLT = 1 << 1,
        KVM_X86_DISABLE_EXITS_PAUSE = 1 << 2,
        KVM_X86_DISABLE_EXITS_CSTATE = 1 << 3;

    /// <summary>Every <c>KVM_X86_DISABLE_EXITS_*</c> bit the header knows.</summary>
    public const ulong KVM_X86_DISABLE_VALID_EXITS =
        KVM_X86_DISABLE_EXITS_MWAIT | KVM_X86_DISABLE_EXITS_HLT | KVM_X86_DISABLE_EXITS_PAUSE | KVM_X86_DISABLE_EXITS_CSTATE;

    /// <summary>In <c>args[0]</c> of <see cref="KvmCap.KVM_CAP_X2APIC_API"/>: 32-bit destinations; no broadcast for destination 0xFF.</summary>
    public const ulong KVM_X2APIC_API_USE_32BIT_IDS = 1UL << 0, KVM_X2APIC_API_DISABLE_BROADCAST_QUIRK = 1UL << 1;

    /// <summary>In <c>args[0]</c> of <see cref="KvmCap.KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2"/>: clear by hand; all pages start dirty.</summary>
    public const ulong KVM_DIRTY_LOG_MANUAL_PROTECT_ENABLE = 1 << 0, KVM_DIRTY_LOG_INITIALLY_SET = 1 << 1;

    /// <summary>In <c>args[0]</c> of <see cref="KvmCap.KVM_CAP_X86_BUS_LOCK_EXIT"/>: bus locks stay unnoticed, or leave the guest.</summary>
    public const ulong KVM_BUS_LOCK_DETECTION_OFF = 1 << 0, KVM_BUS_LOCK_DETECTION_EXIT = 1 << 1;

    /// <summary>In <c>args[0]</c> of <see cref="KvmCap.KVM_CAP_PMU_CAPABILITY"/>: no virtual performance counters.</summary>
    public const ulong KVM_PMU_CAP_DISABLE = 1 << 0;

    /// <summary>In <c>args[0]</c> of <see cref="KvmCap.KVM_CAP_X86_NOTIFY_VMEXIT"/>: watch for a missing event window; tell user space.</summary>
    public const ulong KVM_X86_NOTIFY_VMEXIT_ENABLED = 1UL << 0, KVM_X86_NOTIFY_VMEXIT_USER = 1UL << 1;

    /// <summary>In <c>args[0]</c> of <see cref="KvmCap.KVM_CAP_DISABLE_QUIRKS2"/>: deviations from the architecture to switch off.</summary>
    public const ulong
        KVM_X86_QUIRK_LINT0_REENABLED = 1 << 0,
        KVM_X86_QUIRK_CD_NW_CLEARED = 1 << 1,
        KVM_X86_QUIRK_LAPIC_MMIO_HOLE = 1 << 2,
        KVM_X86_QUIRK_OUT_7E_INC_RIP = 1 << 3,
        KVM_X86_QUIRK_MISC_ENABLE_NO_MWAIT = 1 << 4,
        KVM_X86_QUIRK_FIX_HYPERCALL_INSN = 1 << 5,
        KVM_X86_QUIRK_MWAIT_NEVER_UD_FAULTS = 1 << 6;

    /// <summary>The capability.</summary>
    public KvmCap cap;

    /// <summary>Must be 0.</summary>
    public uint flags;

    /// <summary>Arguments; their meaning depends on <see cref="cap"/>.</summary>
    public InlineArray4<ulong> args;

    /// <summary>Unused.</summary>
    public pad_array pad;

    /// <summary>The array type of <see cref="kvm_enable_cap.pad"/>.</summary>
    [InlineArray(64)]
    public struct pad_array
    {
        private byte _element0;
    }
}
