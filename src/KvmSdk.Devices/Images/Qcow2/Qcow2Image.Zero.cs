using KvmSdk.Devices.Memory;

namespace KvmSdk.Devices.Images.Qcow2;

// Whole clusters become entries that say so; their place is given up, or kept where the guest wants to keep it. A part of a cluster is
// zeroed by writing, and a discard, which is advice, leaves it.
public sealed partial class Qcow2Image
{
    /// <summary>The range is not needed any more: whole clusters of it give up their place and read as zeros.</summary>
    public ImageResult Discard(ulong offset, ulong length)
    {
        ImageResult result = BeginChange();
        if (offset > Length || length > Length - offset) return InvalidArgument;
        ulong end = EndOfWhole(offset + length);
        offset = (offset + (ulong)_geometry.ClusterSize - 1) & ~((ulong)_geometry.ClusterSize - 1);
        while (result == ImageResult.Ok && offset < end)
        {
            result = Map(offset, end - offset, out Extent extent);
            if (result != ImageResult.Ok) break;

            // Without a zero flag the old contents of the backing file would come back: rather nothing is given up.
            bool hasPlace = extent.Kind == ClusterKind.Compressed || extent.Entry.Offset != 0;
            bool givesUp = hasPlace && (_hasZeroFlag || _backing is null);
            if (givesUp) result = TurnAll(offset, extent.Length, _backing is null ? 0 : Qcow2Entry.ZeroFlag);
            offset += extent.Length;
        }

        return result;
    }

    /// <summary>Makes the range read as zeros.</summary>
    /// <param name="offset">First byte.</param>
    /// <param name="length">Bytes, within the disk.</param>
    /// <param name="mayUnmap">Whether whole clusters may give up their place.</param>
    public ImageResult WriteZeroes(ulong offset, ulong length, bool mayUnmap)
    {
        ImageResult result = BeginChange();
        if (offset > Length || length > Length - offset) return InvalidArgument;
        ulong end = offset + length;
        while (result == ImageResult.Ok && offset < end)
        {
            result = Map(offset, end - offset, out Extent extent);
            if (result != ImageResult.Ok) break;
            ulong done = extent.Length;
            bool readsAsZero = ReadsAsZero(extent.Entry, offset);
            ulong whole = EndOfWhole(offset + done) - Math.Min(offset, EndOfWhole(offset + done));
            if (!readsAsZero && InCluster(offset) == 0 && whole != 0 && (_hasZeroFlag || (_backing is null && mayUnmap)))
            {
                done = whole;
                result = ZeroWhole(offset, whole, extent.Entry.IsOwn && !mayUnmap);
            }
            else if (!readsAsZero)
            {
                done = Math.Min(done, (ulong)(_geometry.ClusterSize - InCluster(offset)));
                done = Math.Min(done, (ulong)_zeroes.Length);
                IoVector piece = _zeroes.Piece(0, (int)done);
                result = Write(offset, new ReadOnlySpan<IoVector>(in piece), done);
            }

            offset += done;
        }

        return result;
    }

    private ImageResult ZeroWhole(ulong offset, ulong length, bool keepsPlace)
    {
        if (!keepsPlace) return TurnAll(offset, length, _hasZeroFlag ? Qcow2Entry.ZeroFlag : 0);
        ImageResult result = ImageResult.Ok;
        for (; result == ImageResult.Ok && length > 0; length -= Math.Min(length, (ulong)_geometry.ClusterSize), offset += (ulong)_geometry.ClusterSize)
        {
            result = FindToChange(offset, out int slot, out int index);
            if (result == ImageResult.Ok) _l2.SetEntry(slot, index, _l2.Entry(slot, index) | Qcow2Entry.ZeroFlag);
        }

        return result;
    }

    private ImageResult TurnAll(ulong offset, ulong length, ulong value)
    {
        ImageResult result = ImageResult.Ok;
        for (; result == ImageResult.Ok && length > 0; length -= Math.Min(length, (ulong)_geometry.ClusterSize), offset += (ulong)_geometry.ClusterSize)
        {
            result = FindToChange(offset, out int slot, out int index);
            if (result == ImageResult.Ok) result = Turn(slot, index, value);
        }

        return result;
    }

    // Where the last cluster ends that ends before, or with the disk, whose last one may be short.
    private ulong EndOfWhole(ulong end) => end == Length ? end : end & ~((ulong)_geometry.ClusterSize - 1);
}
