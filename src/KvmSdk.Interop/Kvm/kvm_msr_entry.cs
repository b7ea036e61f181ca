using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>One model-specific register in a <see cref="kvm_msrs"/> list (<c>asm/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_msr_entry
{
    /// <summary>MSR number.</summary>
    public uint index;

    /// <summary>Must be 0.</summary>
    public uint reserved;

    /// <summary>MSR value.</summary>
    public ulong data;
}
