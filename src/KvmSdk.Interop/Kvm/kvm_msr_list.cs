using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>
/// Header of a variable-length list for <c>KVM_GET_MSR_INDEX_LIST</c> and <c>KVM_GET_MSR_FEATURE_INDEX_LIST</c> (<c>asm/kvm.h</c>). The
/// <see cref="nmsrs"/> numbers follow it directly; if there is too little room the call fails with E2BIG and nmsrs says how many there are.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_msr_list
{
    /// <summary>In: room for how many numbers. Out: how many there are.</summary>
    public uint nmsrs;

    /// <summary>The MSR numbers behind this header.</summary>
    /// <param name="self">A header in unmanaged or pinned memory with room for its numbers.</param>
    // SAFETY: pure address arithmetic; the caller owns the memory and its length.
    public static unsafe uint* indices(kvm_msr_list* self) => (uint*)(self + 1);
}
