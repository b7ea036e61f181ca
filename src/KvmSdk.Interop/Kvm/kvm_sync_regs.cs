using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>Registers shared with KVM through the <see cref="kvm_run"/> mapping (<c>asm/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_sync_regs
{
    /// <summary>For <see cref="kvm_run.kvm_valid_regs"/> and <see cref="kvm_run.kvm_dirty_regs"/>: which member is meant.</summary>
    public const ulong KVM_SYNC_X86_REGS = 1UL << 0, KVM_SYNC_X86_SREGS = 1UL << 1, KVM_SYNC_X86_EVENTS = 1UL << 2;

    /// <summary>Every bit the header knows; <c>KVM_CHECK_EXTENSION(KVM_CAP_SYNC_REGS)</c> returns those the kernel knows.</summary>
    public const ulong KVM_SYNC_X86_VALID_FIELDS = KVM_SYNC_X86_REGS | KVM_SYNC_X86_SREGS | KVM_SYNC_X86_EVENTS;

    /// <summary>General registers.</summary>
    public kvm_regs regs;

    /// <summary>System registers.</summary>
    public kvm_sregs sregs;

    /// <summary>Pending events.</summary>
    public kvm_vcpu_events events;
}
