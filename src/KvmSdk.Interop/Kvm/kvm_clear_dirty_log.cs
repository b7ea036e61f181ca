using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>
/// Which pages to watch for writes again, for <c>KVM_CLEAR_DIRTY_LOG</c> (<c>linux/kvm.h</c>; needs
/// <see cref="KvmCap.KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2"/>).
/// </summary>
[StructLayout(LayoutKind.Explicit)]
public unsafe struct kvm_clear_dirty_log
{
    /// <summary>Slot number; bits 31:16 select the address space.</summary>
    [FieldOffset(0)] public uint slot;

    /// <summary>Number of pages; a multiple of 64, unless they reach the end of the slot.</summary>
    [FieldOffset(4)] public uint num_pages;

    /// <summary>First page in the slot, a multiple of 64.</summary>
    [FieldOffset(8)] public ulong first_page;

    // SAFETY: the kernel reads one bit a page, rounded up to 64 bits; the buffer must hold that during the ioctl.
    /// <summary>One bit a page, lowest first: 1 watches the page again.</summary>
    [FieldOffset(16)] public void* dirty_bitmap;

    /// <summary>The same eight bytes as a number.</summary>
    [FieldOffset(16)] public ulong padding2;
}
