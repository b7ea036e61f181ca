using System.Runtime.InteropServices;

namespace KvmSdk.Devices.Virtio.Block;

// What goes over the queue and stands in the configuration space, as linux/virtio_blk.h lays it out. All little-endian.

/// <summary>Sizes and numbers of the block protocol: virtio 1.2, section 5.2.</summary>
internal static class BlockFormat
{
    /// <summary>The unit of sector numbers and of the capacity, whatever the block size.</summary>
    public const uint SectorSize = 512;

    /// <summary>Bytes of the answer to <see cref="GetId"/>.</summary>
    public const int IdSize = 20;

    // VIRTIO_BLK_T_*.
    public const uint In = 0;
    public const uint Out = 1;
    public const uint Flush = 4;
    public const uint GetId = 8;
    public const uint Discard = 11;
    public const uint WriteZeroes = 13;

    /// <summary>The one flag of a range: zeroing may give storage back.</summary>
    public const uint FlagUnmap = 1;

    /// <summary>The longest range of one discard or zeroing, 2 GiB: bounds what one request can cost the host.</summary>
    public const uint LargestRange = 1 << 22;

    /// <summary>Heads and sectors a track of every disk that has none: what a PC's firmware has always made of a large one.</summary>
    public const byte Heads = 16, SectorsPerTrack = 63;

    /// <summary>Byte offsets stay below 2^63, so that they fit the kernel's signed <c>off_t</c>.</summary>
    public const ulong LargestCapacity = long.MaxValue / SectorSize;
}

/// <summary><c>struct virtio_blk_outhdr</c>: the start of every request.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct BlockRequestHeader
{
    public readonly uint Type;
    public readonly uint Reserved;
    public readonly ulong Sector;
}

/// <summary><c>struct virtio_blk_discard_write_zeroes</c>: what a discard or zeroing applies to.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct BlockRange
{
    public readonly ulong Sector;
    public readonly uint SectorCount;
    public readonly uint Flags;
}

/// <summary><c>struct virtio_blk_config</c> up to the fields of WRITE_ZEROES; fields of features never offered stay 0.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct BlockConfiguration
{
    /// <summary>Where <see cref="WriteBack"/> lies.</summary>
    public const uint WriteBackOffset = 32;

    public ulong Capacity;
    public uint SizeMax;
    public uint SegmentMax;
    public ushort Cylinders;
    public byte Heads;
    public byte SectorsPerTrack;
    public uint BlockSize;
    public byte PhysicalBlockExponent;
    public byte AlignmentOffset;
    public ushort MinimumIoSize;
    public uint OptimalIoSize;
    public byte WriteBack;
    public byte Unused0;
    public ushort QueueCount;
    public uint MaxDiscardSectors;
    public uint MaxDiscardSegments;
    public uint DiscardAlignment;
    public uint MaxWriteZeroesSectors;
    public uint MaxWriteZeroesSegments;
    public byte WriteZeroesMayUnmap;
    public byte Unused1;
    public ushort Unused2;
}
