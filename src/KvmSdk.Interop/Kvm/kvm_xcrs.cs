using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>Extended control registers of a vCPU, for <c>KVM_GET_XCRS</c> and <c>KVM_SET_XCRS</c> (<c>asm/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_xcrs
{
    /// <summary>Room for so many registers.</summary>
    public const int KVM_MAX_XCRS = 16;

    /// <summary>Number of valid entries in <see cref="xcrs"/>.</summary>
    public uint nr_xcrs;

    /// <summary>Must be 0.</summary>
    public uint flags;

    /// <summary>The registers.</summary>
    public InlineArray16<kvm_xcr> xcrs;

    /// <summary>Unused.</summary>
    public InlineArray16<ulong> padding;
}
