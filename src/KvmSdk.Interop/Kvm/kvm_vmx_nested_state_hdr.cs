using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>VMX part of <see cref="kvm_nested_state"/> (<c>asm/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_vmx_nested_state_hdr
{
    /// <summary>In <c>smm.flags</c>: the nested guest was interrupted by system management mode; VMX was on.</summary>
    public const ushort KVM_STATE_NESTED_SMM_GUEST_MODE = 0x1, KVM_STATE_NESTED_SMM_VMXON = 0x2;

    /// <summary>In <see cref="flags"/>: <see cref="preemption_timer_deadline"/> is valid.</summary>
    public const uint KVM_STATE_VMX_PREEMPTION_TIMER_DEADLINE = 0x1;

    /// <summary>Guest-physical address of the VMXON region and of the current control structure; all ones if none.</summary>
    public ulong vmxon_pa, vmcs12_pa;

    /// <summary>System management mode.</summary>
    public smm_struct smm;

    /// <summary>Unused.</summary>
    public ushort pad;

    /// <summary>Which optional fields are valid.</summary>
    public uint flags;

    /// <summary>When the nested guest's preemption timer fires, in its time stamp counter.</summary>
    public ulong preemption_timer_deadline;

    /// <summary>System management mode.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct smm_struct
    {
        /// <summary>What it interrupted.</summary>
        public ushort flags;
    }
}
