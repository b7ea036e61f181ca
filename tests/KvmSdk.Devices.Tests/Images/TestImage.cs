using System.Buffers.Binary;
using System.Text;
using KvmSdk.Devices.Images;
using KvmSdk.Devices.Images.Qcow2;

namespace KvmSdk.Devices.Tests.Images;

/// <summary>An empty image to be made: header, one refcount table with its blocks, an empty L1 table, each in clusters of its own.</summary>
internal sealed record TestImage
{
    public uint Version { get; init; } = 3;

    public int ClusterBits { get; init; } = 12;

    public int RefcountOrder { get; init; } = 4;

    public ulong Size { get; init; } = 1 << 20;

    public string? Backing { get; init; }

    public int ClusterSize => 1 << ClusterBits;

    public ulong RefcountTable => (ulong)ClusterSize;

    public ulong RefcountBlock => 2 * (ulong)ClusterSize;

    public ulong L1Table => 3 * (ulong)ClusterSize;

    public int L1Entries => (int)((Size + (1UL << (ClusterBits * 2 - 3)) - 1) >> (ClusterBits * 2 - 3));

    public int L1Clusters => (L1Entries * 8 + ClusterSize - 1) / ClusterSize;

    public MemoryFile Make()
    {
        byte[] bytes = new byte[ClusterSize * (3 + L1Clusters)];
        "QFI\u00FB"u8[..3].CopyTo(bytes);
        bytes[3] = 0xFB;
        U32(bytes, 4, Version);
        U32(bytes, 20, (uint)ClusterBits);
        U64(bytes, 24, Size);
        U32(bytes, 36, (uint)L1Entries);
        U64(bytes, 40, L1Table);
        U64(bytes, 48, RefcountTable);
        U32(bytes, 56, 1);
        if (Version == 3)
        {
            U32(bytes, 96, (uint)RefcountOrder);
            U32(bytes, 100, 104);
        }

        if (Backing is not null)
        {
            int place = 256;
            U64(bytes, 8, (ulong)place);
            U32(bytes, 16, (uint)Encoding.UTF8.GetBytes(Backing, bytes.AsSpan(place)));
        }

        U64(bytes, (int)RefcountTable, RefcountBlock);
        for (int i = 0; i < 3 + L1Clusters; i++) RefcountFormat.Write(bytes.AsSpan((int)RefcountBlock, ClusterSize), Version == 2 ? 4 : RefcountOrder, i, 1);
        return MemoryFile.Of(bytes);
    }

    public static Qcow2Image Open(MemoryFile file, IImageSource? backing = null, bool writable = true, int cache = 1 << 20) =>
        Qcow2Opening.Open(file, Qcow2Header.Read(file), new Qcow2Options { Writable = writable, Backing = backing, MapCacheSize = cache, CountCacheSize = cache });

    public static void U32(Span<byte> bytes, int at, uint value) => BinaryPrimitives.WriteUInt32BigEndian(bytes[at..], value);

    public static void U64(Span<byte> bytes, int at, ulong value) => BinaryPrimitives.WriteUInt64BigEndian(bytes[at..], value);
}
