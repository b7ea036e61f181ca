using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>One CPUID leaf in a <see cref="kvm_cpuid2"/> list (<c>asm/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_cpuid_entry2
{
    /// <summary>In <see cref="flags"/>: <see cref="index"/> takes part in the match (the header's spelling).</summary>
    public const uint KVM_CPUID_FLAG_SIGNIFCANT_INDEX = 1 << 0;

    /// <summary>In <see cref="flags"/>: obsolete, from leaves whose answer changes from call to call.</summary>
    public const uint KVM_CPUID_FLAG_STATEFUL_FUNC = 1 << 1, KVM_CPUID_FLAG_STATE_READ_NEXT = 1 << 2;

    /// <summary>Leaf: the guest's EAX.</summary>
    public uint function;

    /// <summary>Sub-leaf: the guest's ECX; only with <see cref="KVM_CPUID_FLAG_SIGNIFCANT_INDEX"/>.</summary>
    public uint index;

    /// <summary>How the entry is matched.</summary>
    public uint flags;

    /// <summary>The answer, register by register.</summary>
    public uint eax, ebx, ecx, edx;

    /// <summary>Unused.</summary>
    public InlineArray3<uint> padding;
}
