using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>A run of MSR numbers in a <see cref="kvm_msr_filter"/> (<c>asm/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct kvm_msr_filter_range
{
    /// <summary>Largest size of a <see cref="bitmap"/>, in bytes.</summary>
    public const int KVM_MSR_FILTER_MAX_BITMAP_SIZE = 0x600;

    /// <summary>In <see cref="flags"/>: the range speaks about reads, about writes.</summary>
    public const uint KVM_MSR_FILTER_READ = 1 << 0, KVM_MSR_FILTER_WRITE = 1 << 1;

    /// <summary>Which accesses the range speaks about.</summary>
    public uint flags;

    /// <summary>Number of MSRs in the range, and of bits in <see cref="bitmap"/>.</summary>
    public uint nmsrs;

    /// <summary>First MSR number of the range.</summary>
    public uint @base;

    // SAFETY: the kernel copies the bitmap during the ioctl; it must be valid for that long.
    /// <summary>One bit an MSR, lowest first: 1 allows the access, 0 denies it.</summary>
    public byte* bitmap;
}
