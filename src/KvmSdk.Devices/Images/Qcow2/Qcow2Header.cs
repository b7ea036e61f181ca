using System.Buffers.Binary;
using System.Text;

namespace KvmSdk.Devices.Images.Qcow2;

/// <summary>The header of an image: QEMU's docs/interop/qcow2, section "Header". Checked, but for where it points.</summary>
public sealed partial record Qcow2Header
{
    /// <summary>Bytes of a version 2 header, which every header begins with.</summary>
    internal const int SizeOfVersion2 = 72;

    /// <summary>Where the place of the refcount table stands, and after it the count of its clusters.</summary>
    internal const int RefcountTableField = 48;

    /// <summary>Where the features stand that a writer which does not know them has to clear.</summary>
    internal const int AutoclearField = 88;

    /// <summary>The largest L1 table, in bytes: maps 2 EiB with the largest clusters. QEMU has the same limit.</summary>
    internal const int LargestL1 = 32 << 20;

    /// <summary>The largest refcount table, in bytes. QEMU has the same limit.</summary>
    internal const int LargestRefcountTable = 8 << 20;

    /// <summary>2 or 3.</summary>
    public required uint Version { get; init; }

    /// <summary>The disk's size in bytes; a multiple of 512.</summary>
    public required ulong Size { get; init; }

    /// <summary>The name that the image has for its backing file; null for none. A text, and never a reason to open anything.</summary>
    public string? BackingName { get; init; }

    /// <summary>The format that the image has for its backing file, e.g. <c>raw</c>; null if it says none.</summary>
    public string? BackingFormat { get; init; }

    /// <summary>Whether compressed clusters are zstd's; otherwise they are deflate's.</summary>
    public bool UsesZstd { get; init; }

    /// <summary>Whether the image was not closed properly by a writer that leaves reference counts for later.</summary>
    public bool IsDirty { get; init; }

    /// <summary>Whether somebody has found the image to be damaged.</summary>
    public bool IsCorrupt { get; init; }

    /// <summary>How many internal snapshots there are.</summary>
    public uint SnapshotCount { get; init; }

    internal Qcow2Geometry Geometry { get; init; }

    internal ulong L1Offset { get; init; }

    internal uint L1Size { get; init; }

    internal ulong RefcountTableOffset { get; init; }

    internal uint RefcountTableClusters { get; init; }

    internal ulong SnapshotsOffset { get; init; }

    internal ulong Autoclear { get; init; }

    /// <summary>Reads and checks the header of a file.</summary>
    /// <exception cref="Qcow2Exception">It is none, or of an image that cannot be used.</exception>
    public static Qcow2Header Read(IImageFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        PinnedBytes first = new(4096);
        if (file.Length < SizeOfVersion2) throw NoImage();
        if (first.ReadFrom(file, 0, 0, first.Length) is not ImageResult.Ok and var result)
            throw new Qcow2Exception($"its header cannot be read (error {(int)result})", "check the host's storage");
        return Parse(first.Span, file);
    }

    private static Qcow2Header Parse(ReadOnlySpan<byte> bytes, IImageFile file)
    {
        if (!bytes.StartsWith("QFI"u8) || bytes[3] != 0xFB) throw NoImage();
        uint version = U32(bytes, 4);
        if (version is not (2 or 3)) throw new Qcow2Exception($"it is a qcow image of version {version}", "versions 2 and 3 are read: 'qemu-img convert -O qcow2' makes one");
        uint clusterBits = U32(bytes, 20);
        if (clusterBits is < 9 or > 21)
            throw Qcow2Exception.Damaged($"its header says clusters of 2^{clusterBits} bytes, where 2^9 to 2^21 are possible");
        ulong incompatible = version == 3 ? U64(bytes, 72) : 0;
        RequireKnown(incompatible, bytes);
        uint order = version == 3 ? U32(bytes, 96) : 4;
        if (order > 6) throw Qcow2Exception.Damaged($"its header says reference counts of 2^{order} bits, where 2^6 are the most");
        uint length = version == 3 ? U32(bytes, 100) : SizeOfVersion2;
        if (length < (version == 3 ? 104 : SizeOfVersion2) || length > 4096 || length % 8 != 0)
            throw Qcow2Exception.Damaged($"its header says that it has {length} bytes");
        if (U32(bytes, 32) is not 0 and var method)
            throw new Qcow2Exception($"it is encrypted (method {method})", "encrypted images are not read: 'qemu-img convert' makes a plain one");
        Qcow2Geometry geometry = new((int)clusterBits, (int)order);
        byte compression = version == 3 && length > 104 ? bytes[104] : (byte)0;
        bool hasType = (incompatible & CompressionTypeBit) != 0;
        if (compression > 1 || (compression != 0) != hasType)
            throw new Qcow2Exception($"its compression type is {compression}, which is not known", "'qemu-img convert -O qcow2' makes an image without");
        Qcow2Header header = new()
        {
            Version = version,
            Size = U64(bytes, 24),
            UsesZstd = compression == 1,
            IsDirty = (incompatible & DirtyBit) != 0,
            IsCorrupt = (incompatible & CorruptBit) != 0,
            SnapshotCount = U32(bytes, 60),
            Geometry = geometry,
            L1Offset = U64(bytes, 40),
            L1Size = U32(bytes, 36),
            RefcountTableOffset = U64(bytes, 48),
            RefcountTableClusters = U32(bytes, 56),
            SnapshotsOffset = U64(bytes, 64),
            Autoclear = version == 3 ? U64(bytes, AutoclearField) : 0,
        };
        header.RequireSizes(file.Length);
        return header with
        {
            BackingName = BackingNameOf(file, U64(bytes, 8), U32(bytes, 16), geometry),
            BackingFormat = BackingFormatOf(file, length, geometry),
        };
    }

    private void RequireSizes(ulong fileLength)
    {
        if (Size == 0 || Size % 512 != 0 || Size > long.MaxValue)
            throw new Qcow2Exception($"its {Size} bytes are not a disk", "a disk has one or more sectors of 512 bytes: 'qemu-img resize' gives it another size");
        ulong needed = (Size + (1UL << Geometry.L2CoverageBits) - 1) >> Geometry.L2CoverageBits;
        if ((ulong)L1Size * 8 > LargestL1)
            throw Qcow2Exception.Damaged($"its header says an L1 table of {L1Size} entries, where {LargestL1 / 8} are the most");
        if (L1Size < needed)
            throw Qcow2Exception.Damaged($"its header says an L1 table of {L1Size} entries, but a disk of {Size} bytes needs {needed}");
        if ((ulong)RefcountTableClusters << Geometry.ClusterBits > LargestRefcountTable || RefcountTableClusters == 0)
            throw Qcow2Exception.Damaged($"its header says a refcount table of {RefcountTableClusters} clusters");
        RequirePlace("L1 table", L1Offset, (ulong)L1Size * 8, fileLength);
        RequirePlace("refcount table", RefcountTableOffset, (ulong)RefcountTableClusters << Geometry.ClusterBits, fileLength);
        if (SnapshotCount > 65536) throw Qcow2Exception.Damaged($"its header says {SnapshotCount} snapshots, where 65536 are the most");
        if (SnapshotCount != 0) RequirePlace("snapshot table", SnapshotsOffset, 1, fileLength);
    }

    // The last cluster of a file may be cut short: what is missing reads as zeros.
    private void RequirePlace(string table, ulong offset, ulong length, ulong fileLength)
    {
        if (!Geometry.IsAligned(offset) || offset == 0)
            throw Qcow2Exception.Damaged($"its {table} at 0x{offset:x} is not at a cluster's beginning");
        ulong end = Geometry.ClustersFor(fileLength) << Geometry.ClusterBits;
        if (offset >= fileLength || length > end - offset)
            throw Qcow2Exception.Damaged($"its {table} at 0x{offset:x} has {length} bytes, but the file ends at 0x{fileLength:x}");
    }

    private static string? BackingNameOf(IImageFile file, ulong offset, uint length, Qcow2Geometry geometry)
    {
        if (offset == 0) return null;
        if (length is 0 or > 1023 || offset > (ulong)geometry.ClusterSize - length)
            throw Qcow2Exception.Damaged($"its header says that the backing file's name has {length} bytes at 0x{offset:x}, which is not within the first cluster");
        PinnedBytes name = new((int)length);
        Require(name.ReadFrom(file, offset, 0, name.Length));
        return Encoding.UTF8.GetString(name.Span);
    }

    private static string? BackingFormatOf(IImageFile file, ulong at, Qcow2Geometry geometry)
    {
        PinnedBytes header = new(8);
        while (at + 8 <= (ulong)geometry.ClusterSize)
        {
            Require(header.ReadFrom(file, at, 0, 8));
            uint type = U32(header.Span, 0);
            uint length = U32(header.Span, 4);
            at += 8;
            if (type == 0) return null;
            if (length > (ulong)geometry.ClusterSize - at)
                throw Qcow2Exception.Damaged($"its header has an extension of {length} bytes at 0x{at - 8:x}, which is not within the first cluster");
            if (type == 0xE279_2ACA)
            {
                if (length is 0 or > 64) throw Qcow2Exception.Damaged($"its header says a backing format of {length} characters");
                PinnedBytes name = new((int)length);
                Require(name.ReadFrom(file, at, 0, name.Length));
                return Encoding.UTF8.GetString(name.Span);
            }

            at += (length + 7UL) & ~7UL;
        }

        return null;
    }

    private static void Require(ImageResult result)
    {
        if (result != ImageResult.Ok) throw new Qcow2Exception($"its header cannot be read (error {(int)result})", "check the host's storage");
    }

    private static Qcow2Exception NoImage() =>
        new("it is no qcow2 image: it does not begin with 'QFI'", "name the format that it has, as in DiskImage.Raw or raw:PATH");

    internal static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);

    internal static ulong U64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt64BigEndian(bytes[at..]);
}
