using System.Buffers.Binary;

namespace KvmSdk.Devices.Images.Qcow2;

// Why all of it, and at once: a writer takes what is not counted for free and writes what is its own in place. With one wrong count
// it would write over something that is in use, and each write would make it worse. Reading every table costs 8 bytes a cluster, one bit of
// memory, and is over before the guest runs; an image that does not pass is left as it was.

/// <summary>Checks the tables of an image that is going to be written to.</summary>
internal sealed class Qcow2Check(IImageFile file, Qcow2Header header, ulong[] l1, Qcow2Refcounts counts)
{
    // The bits take 256 MiB then, while the image is opened: 128 TiB in clusters of 64 KiB.
    private const ulong MostClusters = 1UL << 31;

    private readonly Qcow2Geometry _geometry = header.Geometry;
    private readonly bool _hasZeroFlag = header.Version >= 3;
    private ulong[] _tables = [];
    private ulong[] _data = [];

    /// <summary>Checks all tables.</summary>
    /// <exception cref="Qcow2Exception">Something is wrong.</exception>
    public void Run()
    {
        ulong clusters = _geometry.ClustersFor(file.Length);
        if (clusters > MostClusters)
            throw new Qcow2Exception($"its file has {clusters} clusters, where {MostClusters} are the most", "'qemu-img convert -O qcow2 -o cluster_size=2M' makes larger ones");
        _tables = new ulong[(clusters + 63) / 64];
        _data = new ulong[_tables.Length];
        ClaimTables();
        PinnedBytes buffer = new(_geometry.ClusterSize);
        for (int i = 0; i < l1.Length; i++)
        {
            Qcow2Entry table = new(l1[i]);
            if (table.Offset == 0) continue;
            Require(buffer.ReadFrom(file, table.Offset, 0, buffer.Length), "L2 table", table.Offset);
            for (ulong entry = 0; entry < _geometry.L2Entries; entry++)
            {
                ulong value = BinaryPrimitives.ReadUInt64BigEndian(buffer.Span[(int)(entry * 8)..]);
                if (value != 0) CheckEntry(new Qcow2Entry(value), table, entry);
            }
        }
    }

    private void ClaimTables()
    {
        Claim("header", 0, 1);
        Claim("L1 table", header.L1Offset, _geometry.ClustersFor((ulong)l1.Length * 8));
        Claim("refcount table", header.RefcountTableOffset, header.RefcountTableClusters);
        foreach (ulong block in counts.Table)
        {
            if (block != 0) Claim("refcount block", block, 1);
        }

        ClaimSnapshots();
        foreach (ulong value in l1)
        {
            Qcow2Entry table = new(value);
            if (table.Offset == 0) continue;
            ulong count = Claim("L2 table", table.Offset, 1);
            if (table.IsCopied && count != 1)
                throw Qcow2Exception.Damaged($"its L2 table at 0x{table.Offset:x} is counted {count} times, but marked as referred to once");
        }
    }

    // The table of snapshots: docs/interop/qcow2, section "Snapshot table". Their L2 tables and data are counted, which is enough.
    private void ClaimSnapshots()
    {
        PinnedBytes entry = new(40);
        ulong at = header.SnapshotsOffset;
        for (uint i = 0; i < header.SnapshotCount; i++)
        {
            if (at > file.Length - Math.Min(40, file.Length)) throw Qcow2Exception.Damaged($"its snapshot table at 0x{header.SnapshotsOffset:x} goes beyond the file's end");
            Require(entry.ReadFrom(file, at, 0, 40), "snapshot table", at);
            ulong offset = Qcow2Header.U64(entry.Span, 0);
            uint size = Qcow2Header.U32(entry.Span, 8);
            if (size > Qcow2Header.LargestL1 / 8) throw Qcow2Exception.Damaged($"its snapshot {i} has an L1 table of {size} entries");
            if (size != 0) Claim("L1 table of a snapshot", offset, _geometry.ClustersFor((ulong)size * 8));
            ulong names = (ulong)BinaryPrimitives.ReadUInt16BigEndian(entry.Span[12..]) + BinaryPrimitives.ReadUInt16BigEndian(entry.Span[14..]);
            ulong extra = Qcow2Header.U32(entry.Span, 36);
            at = (at + 40 + extra + names + 7) & ~7UL;
        }

        if (header.SnapshotCount != 0) Claim("snapshot table", header.SnapshotsOffset, _geometry.ClustersFor(at - header.SnapshotsOffset));
    }

    // Every table lies by itself, and is counted.
    private ulong Claim(string what, ulong offset, ulong clusters)
    {
        ulong first = _geometry.ClusterOf(offset);
        ulong all = _geometry.ClustersFor(file.Length);
        if (!_geometry.IsAligned(offset) || first >= all || clusters > all - first)
            throw Qcow2Exception.Damaged($"its {what} at 0x{offset:x} is not in the file, which ends at 0x{file.Length:x}");
        ulong count = 0;
        for (ulong cluster = first; cluster < first + clusters; cluster++)
        {
            ulong place = cluster << _geometry.ClusterBits;
            if (Has(_tables, cluster)) throw Qcow2Exception.Damaged($"its {what} at 0x{place:x} overlaps another table");
            Set(_tables, cluster);
            count = CountOf(cluster);
            if (count == 0) throw Qcow2Exception.Damaged($"its {what} at 0x{place:x} is not counted as used");
        }

        return count;
    }

    private void CheckEntry(Qcow2Entry entry, Qcow2Entry table, ulong index)
    {
        string where = $"entry {index} of its L2 table at 0x{table.Offset:x}";
        if (entry.Kind == ClusterKind.Compressed)
        {
            ulong begin = entry.CompressedOffset(_geometry.ClusterBits);
            ulong last = begin + (ulong)entry.CompressedLength(_geometry.ClusterBits) - 1;
            if (entry.IsCopied || begin >= file.Length) throw Qcow2Exception.Damaged($"{where} is 0x{entry.Value:x}, which no compressed cluster can have");
            for (ulong cluster = _geometry.ClusterOf(begin); cluster <= Math.Min(_geometry.ClusterOf(last), _geometry.ClusterOf(file.Length - 1)); cluster++)
                CheckCluster(cluster, isOwn: false, where);
            return;
        }

        if (entry.HasReservedBits(_hasZeroFlag) || !_geometry.IsAligned(entry.Offset) || entry.Offset >= file.Length)
            throw Qcow2Exception.Damaged($"{where} is 0x{entry.Value:x}, which points where no cluster can be (the file ends at 0x{file.Length:x})");
        if (entry.Offset == 0) return;
        if (entry.IsCopied && !table.IsCopied) throw Qcow2Exception.Damaged($"{where} is marked as referred to once, but a snapshot has the table too");
        CheckCluster(_geometry.ClusterOf(entry.Offset), entry.IsCopied, where);
    }

    private void CheckCluster(ulong cluster, bool isOwn, string where)
    {
        ulong place = cluster << _geometry.ClusterBits;
        if (Has(_tables, cluster)) throw Qcow2Exception.Damaged($"{where} points to 0x{place:x}, where a table is");
        ulong count = CountOf(cluster);
        if (count == 0) throw Qcow2Exception.Damaged($"{where} points to 0x{place:x}, which is not counted as used");
        if (isOwn && count != 1) throw Qcow2Exception.Damaged($"{where} points to 0x{place:x} and says that nobody else does, but it is counted {count} times");
        if (Has(_data, cluster) && count < 2) throw Qcow2Exception.Damaged($"{where} points to 0x{place:x}, as another entry does, but it is counted once");
        Set(_data, cluster);
    }

    private ulong CountOf(ulong cluster)
    {
        Require(counts.Count(cluster, out ulong count), "refcount block", counts.TableOffset);
        return count;
    }

    private static void Require(ImageResult result, string what, ulong place)
    {
        if (result != ImageResult.Ok) throw new Qcow2Exception($"its {what} at 0x{place:x} cannot be read (error {(int)result})", "check the host's storage");
    }

    private static bool Has(ulong[] bits, ulong cluster) => (bits[cluster / 64] >> (int)(cluster % 64) & 1) != 0;

    private static void Set(ulong[] bits, ulong cluster) => bits[cluster / 64] |= 1UL << (int)(cluster % 64);
}
