using KvmSdk.Devices.Memory;

namespace KvmSdk.Devices.Images.Qcow2;

// A cluster that is the image's own is written in place. Any other gets a new place: what of it is not written now is copied from
// where it was, then the L2 entry is turned to the new place, and the old one is given up.
public sealed partial class Qcow2Image
{
    private ulong _autoclear;

    /// <summary>Writes the pieces, <paramref name="length"/> bytes in all, within the disk. Durable after the next <see cref="Flush"/>.</summary>
    public ImageResult Write(ulong offset, ReadOnlySpan<IoVector> pieces, ulong length)
    {
        ImageResult result = BeginChange();
        if (pieces.Length > MostPieces || offset > Length || length > Length - offset) return InvalidArgument;
        PieceCursor cursor = new(pieces, _scratch);
        while (result == ImageResult.Ok && length > 0)
        {
            result = WriteSome(offset, ref cursor, length, out ulong done);
            offset += done;
            length -= done;
        }

        return result;
    }

    private ImageResult BeginChange()
    {
        if (_counts is null) return ReadOnlyFile;
        if (_failure != ImageResult.Ok) return _failure;
        if (_damage.Kind != Qcow2DamageKind.None) return ImageResult.Damaged;
        if (_autoclear == 0) return ImageResult.Ok;

        // Dirty bitmaps and the like: who does not keep them up says so before the first change.
        ImageResult result = _zeroes.WriteTo(_file, Qcow2Header.AutoclearField, 0, 8);
        if (result == ImageResult.Ok) result = FlushFile();
        if (result == ImageResult.Ok) _autoclear = 0;
        return result;
    }

    private ImageResult WriteSome(ulong offset, ref PieceCursor cursor, ulong length, out ulong done)
    {
        done = 0;
        ImageResult result = FindToChange(offset, out int slot, out int index);
        if (result != ImageResult.Ok) return result;
        Qcow2Entry entry = new(_l2.Entry(slot, index));
        if (!IsSound(entry)) return Blame(Qcow2DamageKind.Entry, offset);
        if (!entry.IsOwn) return WriteAnew(offset, ref cursor, length, slot, index, out done);
        if (entry.Kind == ClusterKind.Data)
        {
            result = Describe(slot, index, offset, length, out Extent extent);
            if (result != ImageResult.Ok) return result;
            done = extent.Length;
            return Taken(_file.Write(extent.Place, cursor.Take(ref done)), done);
        }

        // It reads as zeros but has a place, which holds anything.
        int start = InCluster(offset);
        done = Math.Min(length, (ulong)(_geometry.ClusterSize - start));
        result = Preserve(offset, done, entry.Offset, 1, entry, entry, isZero: false);
        if (result == ImageResult.Ok) result = Taken(_file.Write(entry.Offset + (ulong)start, cursor.Take(ref done)), done);
        if (result == ImageResult.Ok) _l2.SetEntry(slot, index, entry.Offset | Qcow2Entry.CopiedFlag);
        return result;
    }

    private ImageResult WriteAnew(ulong offset, ref PieceCursor cursor, ulong length, int slot, int index, out ulong done)
    {
        int start = InCluster(offset);
        ulong wanted = CountForeign(slot, index, _geometry.ClustersFor((ulong)start + length));
        ImageResult result = _counts!.Allocate(wanted, out ulong first, out ulong count, out bool isZero);
        done = 0;
        if (result != ImageResult.Ok) return result;
        ulong place = first << _geometry.ClusterBits;
        done = Math.Min(length, (count << _geometry.ClusterBits) - (ulong)start);
        Qcow2Entry last = new(_l2.Entry(slot, index + (int)count - 1));
        result = Preserve(offset, done, place, count, new Qcow2Entry(_l2.Entry(slot, index)), last, isZero);
        if (result == ImageResult.Ok) result = Taken(_file.Write(place + (ulong)start, cursor.Take(ref done)), done);
        for (ulong i = 0; i < count; i++)
        {
            if (result == ImageResult.Ok) result = Turn(slot, index + (int)i, place + (i << _geometry.ClusterBits) | Qcow2Entry.CopiedFlag);
            else _ = _counts.Release(first + i, out _);
        }

        return result;
    }

    // A list of pieces that ends before the request does is the caller's mistake.
    private static ImageResult Taken(ImageResult result, ulong count) => result == ImageResult.Ok && count == 0 ? InvalidArgument : result;

    // How many clusters from this one on need a new place.
    private ulong CountForeign(int slot, int index, ulong most)
    {
        ulong count = 1;
        while (count < most && index + (int)count < _geometry.SliceEntries)
        {
            Qcow2Entry next = new(_l2.Entry(slot, index + (int)count));
            if (next.IsOwn || !IsSound(next)) break;
            count++;
        }

        return count;
    }

    // Copies what of the first and the last cluster is not going to be written.
    private ImageResult Preserve(ulong offset, ulong length, ulong place, ulong count, Qcow2Entry first, Qcow2Entry last, bool isZero)
    {
        int before = InCluster(offset);
        ulong end = (ulong)before + length;
        ulong after = (count << _geometry.ClusterBits) - end;
        ImageResult result = Preserve(first, offset - (ulong)before, place, before, isZero);
        return result == ImageResult.Ok ? Preserve(last, offset + length, place + end, (int)after, isZero) : result;
    }

    private ImageResult Preserve(Qcow2Entry entry, ulong offset, ulong place, int length, bool isZero)
    {
        if (length == 0) return ImageResult.Ok;
        if (ReadsAsZero(entry, offset)) return isZero ? ImageResult.Ok : Clear(place, length);
        IoVector piece = _copy.Piece(0, length);
        ImageResult result = Read(offset, new ReadOnlySpan<IoVector>(in piece), (ulong)length);
        return result == ImageResult.Ok ? _copy.WriteTo(_file, place, 0, length) : result;
    }

    private bool ReadsAsZero(Qcow2Entry entry, ulong offset) =>
        entry.Kind == ClusterKind.Zero || (entry.Kind == ClusterKind.Unallocated && (_backing is null || offset >= _backing.Length));

    private ImageResult Clear(ulong place, int length)
    {
        for (int done = 0; done < length; done += _zeroes.Length)
        {
            ImageResult result = _zeroes.WriteTo(_file, place + (ulong)done, 0, Math.Min(length - done, _zeroes.Length));
            if (result != ImageResult.Ok) return result;
        }

        return ImageResult.Ok;
    }

    private ImageResult FindToChange(ulong offset, out int slot, out int index)
    {
        int table = (int)(offset >> _geometry.L2CoverageBits);
        Qcow2Entry entry = new(_l1[table]);
        slot = index = 0;
        ImageResult result = entry.Offset != 0 && entry.IsCopied ? ImageResult.Ok : OwnTable(table, entry);
        return result == ImageResult.Ok ? FindSlice(new Qcow2Entry(_l1[table]).Offset, offset, out slot, out index) : result;
    }

    // An L2 table to write to: a new one, or a copy of one that a snapshot has as well.
    private ImageResult OwnTable(int table, Qcow2Entry old)
    {
        ImageResult result = _counts!.Allocate(1, out ulong cluster, out _, out bool isZero);
        if (result != ImageResult.Ok) return result;
        ulong place = cluster << _geometry.ClusterBits;
        if (old.Offset != 0)
        {
            result = _copy.ReadFrom(_file, old.Offset, 0, _geometry.ClusterSize);
            if (result == ImageResult.Ok) result = _copy.WriteTo(_file, place, 0, _geometry.ClusterSize);
        }
        else if (!isZero)
        {
            result = Clear(place, _geometry.ClusterSize);
        }

        if (result != ImageResult.Ok)
        {
            _ = _counts.Release(cluster, out _);
            return result;
        }

        _l2.Forget(place, _geometry.ClusterSize);
        _l1[table] = place | Qcow2Entry.CopiedFlag;
        _l1DirtyFrom = Math.Min(_l1DirtyFrom, table);
        _l1DirtyTo = Math.Max(_l1DirtyTo, table + 1);
        return old.Offset == 0 ? ImageResult.Ok : GiveUp(_geometry.ClusterOf(old.Offset), 1);
    }

    // Turns an L2 entry to something else, and gives up what it was turned to.
    private ImageResult Turn(int slot, int index, ulong value)
    {
        Qcow2Entry old = new(_l2.Entry(slot, index));
        _l2.SetEntry(slot, index, value);
        if (old.Kind == ClusterKind.Compressed)
        {
            ulong begin = old.CompressedOffset(_geometry.ClusterBits);
            ulong first = _geometry.ClusterOf(begin);
            return GiveUp(first, _geometry.ClusterOf(begin + (ulong)old.CompressedLength(_geometry.ClusterBits) - 1) - first + 1);
        }

        return old.Offset == 0 ? ImageResult.Ok : GiveUp(_geometry.ClusterOf(old.Offset), 1);
    }
}
