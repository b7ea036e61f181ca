using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>
/// Extended processor state in XSAVE layout, for <c>KVM_GET_XSAVE</c>, <c>KVM_SET_XSAVE</c> and <c>KVM_GET_XSAVE2</c> (<c>asm/kvm.h</c>).
/// The last two transfer as many bytes as <c>KVM_CHECK_EXTENSION(KVM_CAP_XSAVE2)</c> on the VM returns, never fewer than this structure has.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_xsave
{
    /// <summary>The first 4096 bytes; where each component lies says CPUID leaf 0xD of the host.</summary>
    public region_array region;

    /// <summary>State beyond the first 4096 bytes.</summary>
    /// <param name="self">A structure in unmanaged or pinned memory, as long as <c>KVM_CAP_XSAVE2</c> says.</param>
    // SAFETY: pure address arithmetic; the caller owns the memory and its length.
    public static unsafe uint* extra(kvm_xsave* self) => (uint*)(self + 1);

    /// <summary>The array type of <see cref="kvm_xsave.region"/>.</summary>
    [InlineArray(1024)]
    public struct region_array
    {
        private uint _element0;
    }
}
