using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>
/// Header of the state of a guest that is itself a hypervisor, for <c>KVM_GET_NESTED_STATE</c> and <c>KVM_SET_NESTED_STATE</c>
/// (<c>asm/kvm.h</c>; needs <see cref="KvmCap.KVM_CAP_NESTED_STATE"/>, whose value is the largest <see cref="size"/>). VMX or SVM control
/// blocks follow it directly.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_nested_state
{
    /// <summary>In <see cref="format"/>: Intel, AMD.</summary>
    public const ushort KVM_STATE_NESTED_FORMAT_VMX = 0, KVM_STATE_NESTED_FORMAT_SVM = 1;

    /// <summary>In <see cref="flags"/>: inside the nested guest; its entry is under way; enlightened VMCS; trap flag pending; GIF set.</summary>
    public const ushort
        KVM_STATE_NESTED_GUEST_MODE = 0x001,
        KVM_STATE_NESTED_RUN_PENDING = 0x002,
        KVM_STATE_NESTED_EVMCS = 0x004,
        KVM_STATE_NESTED_MTF_PENDING = 0x008,
        KVM_STATE_NESTED_GIF_SET = 0x100;

    /// <summary>Bytes of one control block behind the header: VMX has two, SVM one.</summary>
    public const int KVM_STATE_NESTED_VMX_VMCS_SIZE = 0x1000, KVM_STATE_NESTED_SVM_VMCB_SIZE = 0x1000;

    /// <summary>State of the nested guest.</summary>
    public ushort flags;

    /// <summary>Whose layout.</summary>
    public ushort format;

    /// <summary>Bytes of the whole, header included. In for a read: room; too little fails with E2BIG and says how much is needed.</summary>
    public uint size;

    /// <summary>The header's second part.</summary>
    public hdr_union hdr;

    /// <summary>Second part by <see cref="format"/>; 120 bytes are reserved.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 120)]
    public struct hdr_union
    {
        /// <summary>For <see cref="KVM_STATE_NESTED_FORMAT_VMX"/>.</summary>
        [FieldOffset(0)] public kvm_vmx_nested_state_hdr vmx;

        /// <summary>For <see cref="KVM_STATE_NESTED_FORMAT_SVM"/>.</summary>
        [FieldOffset(0)] public kvm_svm_nested_state_hdr svm;
    }
}
