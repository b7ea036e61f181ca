using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>
/// One written page in a vCPU's dirty ring (<c>linux/kvm.h</c>; needs <see cref="KvmCap.KVM_CAP_DIRTY_LOG_RING"/>). KVM sets DIRTY, user
/// space collects the entry and sets RESET, <c>KVM_RESET_DIRTY_RINGS</c> frees it. Entries are collected in order, none may be skipped.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_dirty_gfn
{
    /// <summary>In <see cref="flags"/>: the entry is filled; it is collected; every bit.</summary>
    public const uint KVM_DIRTY_GFN_F_DIRTY = 1 << 0, KVM_DIRTY_GFN_F_RESET = 1 << 1, KVM_DIRTY_GFN_F_MASK = 0x3;

    /// <summary>The page of the vCPU mapping the ring starts at.</summary>
    public const int KVM_DIRTY_LOG_PAGE_OFFSET = 64;

    /// <summary>State of the entry; reads acquire, writes release.</summary>
    public uint flags;

    /// <summary>Slot; bits 31:16 are the address space.</summary>
    public uint slot;

    /// <summary>Page number in the slot.</summary>
    public ulong offset;
}
