using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>
/// Header of the ring of collected writes (<c>linux/kvm.h</c>). It lies in the vCPU mapping, as many pages behind the start as
/// <c>KVM_CHECK_EXTENSION(KVM_CAP_COALESCED_MMIO)</c> returns, and fills one page.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_coalesced_mmio_ring
{
    /// <summary>The page of the vCPU mapping the ring lies at on x86.</summary>
    public const int KVM_COALESCED_MMIO_PAGE_OFFSET = 2;

    /// <summary>Index of the oldest entry, moved on by user space, and of the first free one, moved on by KVM.</summary>
    public uint first, last;

    /// <summary>The entries behind this header.</summary>
    /// <param name="self">The ring in the vCPU mapping.</param>
    // SAFETY: pure address arithmetic; the caller owns the mapping.
    public static unsafe kvm_coalesced_mmio* coalesced_mmio(kvm_coalesced_mmio_ring* self) => (kvm_coalesced_mmio*)(self + 1);
}
