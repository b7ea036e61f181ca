using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>
/// Which MSR accesses of the guest KVM handles itself, for <c>KVM_X86_SET_MSR_FILTER</c> (<c>asm/kvm.h</c>; needs
/// <see cref="KvmCap.KVM_CAP_X86_MSR_FILTER"/>).
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_msr_filter
{
    /// <summary>Number of ranges in a filter; an unused one has <see cref="kvm_msr_filter_range.nmsrs"/> 0.</summary>
    public const int KVM_MSR_FILTER_MAX_RANGES = 16;

    /// <summary>In <see cref="flags"/>: MSRs outside every range are allowed, or denied.</summary>
    public const uint KVM_MSR_FILTER_DEFAULT_ALLOW = 0 << 0, KVM_MSR_FILTER_DEFAULT_DENY = 1 << 0;

    /// <summary>What happens to MSRs outside every range.</summary>
    public uint flags;

    /// <summary>The ranges; they may not overlap.</summary>
    public InlineArray16<kvm_msr_filter_range> ranges;
}
