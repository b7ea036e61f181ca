using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>
/// Header of a variable-length list for <c>KVM_GET_MSRS</c> and <c>KVM_SET_MSRS</c> (<c>asm/kvm.h</c>). The <see cref="nmsrs"/> entries
/// follow it directly. Both ioctls return the number of registers processed: a value n below nmsrs means that entry n was refused.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_msrs
{
    /// <summary>Number of entries that follow.</summary>
    public uint nmsrs;

    /// <summary>Unused.</summary>
    public uint pad;

    /// <summary>The entries behind this header.</summary>
    /// <param name="self">A header in unmanaged or pinned memory with room for its entries.</param>
    // SAFETY: pure address arithmetic; the caller owns the memory and its length.
    public static unsafe kvm_msr_entry* entries(kvm_msrs* self) => (kvm_msr_entry*)(self + 1);
}
