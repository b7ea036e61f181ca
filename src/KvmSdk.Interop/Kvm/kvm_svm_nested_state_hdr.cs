using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>SVM part of <see cref="kvm_nested_state"/> (<c>asm/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_svm_nested_state_hdr
{
    /// <summary>Guest-physical address of the nested guest's control block.</summary>
    public ulong vmcb_pa;
}
