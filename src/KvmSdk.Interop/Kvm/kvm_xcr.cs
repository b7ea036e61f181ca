using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>One extended control register, in <see cref="kvm_xcrs"/> (<c>asm/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_xcr
{
    /// <summary>Register number; only XCR0 exists for KVM.</summary>
    public uint xcr;

    /// <summary>Unused.</summary>
    public uint reserved;

    /// <summary>Register value.</summary>
    public ulong value;
}
