using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>What stopped a debugged guest (<c>asm/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_debug_exit_arch
{
    /// <summary>Exception vector: 1 (#DB) or 3 (#BP).</summary>
    public uint exception;

    /// <summary>Unused.</summary>
    public uint pad;

    /// <summary>Linear address of the instruction.</summary>
    public ulong pc;

    /// <summary>Debug status and control registers.</summary>
    public ulong dr6, dr7;
}
