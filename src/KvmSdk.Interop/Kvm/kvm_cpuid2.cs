using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>
/// Header of a variable-length list for <c>KVM_GET_SUPPORTED_CPUID</c>, <c>KVM_GET_EMULATED_CPUID</c>, <c>KVM_SET_CPUID2</c> and
/// <c>KVM_GET_CPUID2</c> (<c>asm/kvm.h</c>). The <see cref="nent"/> entries follow it directly; with too little room a read fails with E2BIG.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_cpuid2
{
    /// <summary>Entries that follow. On a read, in: room for how many; out: how many were written.</summary>
    public uint nent;

    /// <summary>Unused.</summary>
    public uint padding;

    /// <summary>The entries behind this header.</summary>
    /// <param name="self">A header in unmanaged or pinned memory with room for its entries.</param>
    // SAFETY: pure address arithmetic; the caller owns the memory and its length.
    public static unsafe kvm_cpuid_entry2* entries(kvm_cpuid2* self) => (kvm_cpuid_entry2*)(self + 1);
}
