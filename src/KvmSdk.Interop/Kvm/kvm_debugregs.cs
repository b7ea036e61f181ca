using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>Debug registers of a vCPU, for <c>KVM_GET_DEBUGREGS</c> and <c>KVM_SET_DEBUGREGS</c> (<c>asm/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_debugregs
{
    /// <summary>Breakpoint addresses DR0 to DR3.</summary>
    public InlineArray4<ulong> db;

    /// <summary>Debug status and control.</summary>
    public ulong dr6, dr7;

    /// <summary>Must be 0.</summary>
    public ulong flags;

    /// <summary>Unused.</summary>
    public InlineArray9<ulong> reserved;
}
