using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>
/// Header of the description of one statistic (<c>linux/kvm.h</c>). Its name, <see cref="kvm_stats_header.name_size"/> bytes, follows it
/// directly.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_stats_desc
{
    /// <summary>In <see cref="flags"/>: where the kind stands and which kinds there are.</summary>
    public const uint
        KVM_STATS_TYPE_SHIFT = 0,
        KVM_STATS_TYPE_MASK = 0xF << 0,
        KVM_STATS_TYPE_CUMULATIVE = 0x0 << 0,
        KVM_STATS_TYPE_INSTANT = 0x1 << 0,
        KVM_STATS_TYPE_PEAK = 0x2 << 0,
        KVM_STATS_TYPE_LINEAR_HIST = 0x3 << 0,
        KVM_STATS_TYPE_LOG_HIST = 0x4 << 0;

    /// <summary>In <see cref="flags"/>: where the unit stands and which units there are.</summary>
    public const uint
        KVM_STATS_UNIT_SHIFT = 4,
        KVM_STATS_UNIT_MASK = 0xF << 4,
        KVM_STATS_UNIT_NONE = 0x0 << 4,
        KVM_STATS_UNIT_BYTES = 0x1 << 4,
        KVM_STATS_UNIT_SECONDS = 0x2 << 4,
        KVM_STATS_UNIT_CYCLES = 0x3 << 4,
        KVM_STATS_UNIT_BOOLEAN = 0x4 << 4;

    /// <summary>In <see cref="flags"/>: where the base of the scale stands, and 10 or 2.</summary>
    public const uint
        KVM_STATS_BASE_SHIFT = 8,
        KVM_STATS_BASE_MASK = 0xF << 8,
        KVM_STATS_BASE_POW10 = 0x0 << 8,
        KVM_STATS_BASE_POW2 = 0x1 << 8;

    /// <summary>Kind, unit and base.</summary>
    public uint flags;

    /// <summary>The unit is scaled by base to this power.</summary>
    public short exponent;

    /// <summary>Number of 64-bit values.</summary>
    public ushort size;

    /// <summary>Offset of the first value in the data block.</summary>
    public uint offset;

    /// <summary>Width of a bucket of a linear histogram.</summary>
    public uint bucket_size;

    /// <summary>The name behind this header, ended by 0.</summary>
    /// <param name="self">A header in unmanaged or pinned memory with its name behind it.</param>
    // SAFETY: pure address arithmetic; the caller owns the memory and its length.
    public static unsafe byte* name(kvm_stats_desc* self) => (byte*)(self + 1);
}
