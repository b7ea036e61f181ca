using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>
/// Header of the signal mask in force inside <c>KVM_RUN</c>, for <c>KVM_SET_SIGNAL_MASK</c> (<c>linux/kvm.h</c>). The mask follows it
/// directly, 4-byte aligned, in the kernel's form: 64 bits, signal n at bit n - 1.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_signal_mask
{
    /// <summary>Bytes of the mask: 8, whatever the C library's <c>sigset_t</c> has.</summary>
    public uint len;

    /// <summary>The mask behind this header.</summary>
    /// <param name="self">A header in unmanaged or pinned memory with <see cref="len"/> bytes behind it.</param>
    // SAFETY: pure address arithmetic; the caller owns the memory and its length.
    public static unsafe byte* sigset(kvm_signal_mask* self) => (byte*)(self + 1);
}
