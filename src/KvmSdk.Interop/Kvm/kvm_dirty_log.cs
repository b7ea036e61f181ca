using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>Which pages of a slot the guest wrote since the last question, for <c>KVM_GET_DIRTY_LOG</c> (<c>linux/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Explicit)]
public unsafe struct kvm_dirty_log
{
    /// <summary>In: slot number; bits 31:16 select the address space.</summary>
    [FieldOffset(0)] public uint slot;

    /// <summary>Unused.</summary>
    [FieldOffset(4)] public uint padding1;

    // SAFETY: the kernel writes one bit a page of the slot, rounded up to 64 bits; the buffer must hold that during the ioctl.
    /// <summary>In: where the bitmap goes, one bit a page, lowest first, rounded up to whole 64-bit words.</summary>
    [FieldOffset(8)] public void* dirty_bitmap;

    /// <summary>The same eight bytes as a number.</summary>
    [FieldOffset(8)] public ulong padding2;
}
