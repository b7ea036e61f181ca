namespace KvmSdk.Devices.Images.Qcow2;

// From a place on the disk to a place in the file: docs/interop/qcow2, section "Cluster mapping". What stands next to each other is found
// together, within one slice of a table.
public sealed partial class Qcow2Image
{
    private Qcow2Damage _damage;

    /// <summary>What was found wrong with the tables while the image was in use. From then on nothing is written to it.</summary>
    public Qcow2Damage Damage => _damage;

    private ImageResult Blame(Qcow2DamageKind kind, ulong place)
    {
        if (_damage.Kind == Qcow2DamageKind.None) _damage = new Qcow2Damage(kind, place);
        return ImageResult.Damaged;
    }

    private ImageResult Map(ulong offset, ulong length, out Extent extent)
    {
        Qcow2Entry table = new(_l1[(int)(offset >> _geometry.L2CoverageBits)]);
        if (table.Offset == 0)
        {
            extent = WithoutTable(offset, length);
            return ImageResult.Ok;
        }

        ImageResult result = FindSlice(table.Offset, offset, out int slot, out int index);
        extent = default;
        return result == ImageResult.Ok ? Describe(slot, index, offset, length, out extent) : result;
    }

    private bool TryMap(ulong offset, ulong length, out Extent extent)
    {
        Qcow2Entry table = new(_l1[(int)(offset >> _geometry.L2CoverageBits)]);
        extent = WithoutTable(offset, length);
        if (table.Offset == 0) return true;
        int slot = _l2.Find(PlaceOfSlice(table.Offset, offset, out int index));
        return slot >= 0 && Describe(slot, index, offset, length, out extent) == ImageResult.Ok;
    }

    private Extent WithoutTable(ulong offset, ulong length)
    {
        ulong coverage = 1UL << _geometry.L2CoverageBits;
        return new Extent(ClusterKind.Unallocated, default, 0, Math.Min(length, coverage - (offset & (coverage - 1))));
    }

    private ulong PlaceOfSlice(ulong table, ulong offset, out int index)
    {
        ulong entry = (offset >> _geometry.ClusterBits) & (_geometry.L2Entries - 1);
        index = (int)(entry % (ulong)_geometry.SliceEntries);
        return table + (entry / (ulong)_geometry.SliceEntries * (ulong)_geometry.SliceSize);
    }

    private ImageResult FindSlice(ulong table, ulong offset, out int slot, out int index)
    {
        ulong place = PlaceOfSlice(table, offset, out index);
        slot = _l2.Find(place);
        if (slot >= 0) return ImageResult.Ok;
        slot = _l2.FindVictim(place, out bool isDirty);
        if (isDirty)
        {
            // An entry may refer only to what the file has: no slice is written by itself.
            ImageResult written = Checkpoint();
            if (written != ImageResult.Ok) return written;
        }

        return _l2.Load(_file, slot, place);
    }

    private ImageResult Describe(int slot, int index, ulong offset, ulong length, out Extent extent)
    {
        Qcow2Entry entry = new(_l2.Entry(slot, index));
        ClusterKind kind = entry.Kind;
        extent = default;
        if (!IsSound(entry)) return Blame(Qcow2DamageKind.Entry, offset);
        ulong inCluster = (ulong)InCluster(offset);
        ulong run = (ulong)_geometry.ClusterSize - inCluster;
        for (ulong clusters = 1; run < length && ++index < _geometry.SliceEntries && kind != ClusterKind.Compressed; clusters++)
        {
            Qcow2Entry next = new(_l2.Entry(slot, index));
            bool follows = kind != ClusterKind.Data || next.Offset == entry.Offset + (clusters << _geometry.ClusterBits);
            if (next.Kind != kind || next.IsCopied != entry.IsCopied || !follows || !IsSound(next)) break;
            run += (ulong)_geometry.ClusterSize;
        }

        extent = new Extent(kind, entry, entry.Offset + inCluster, Math.Min(length, run));
        return ImageResult.Ok;
    }

    // The tables were checked when the image was opened for writing; of one that is only read they are checked here.
    private bool IsSound(Qcow2Entry entry) => entry.Kind == ClusterKind.Compressed
        ? !entry.IsCopied && entry.CompressedOffset(_geometry.ClusterBits) < _file.Length
        : !entry.HasReservedBits(_hasZeroFlag) && _geometry.IsAligned(entry.Offset) && (entry.Offset < _file.Length || entry.Offset == 0);
}
