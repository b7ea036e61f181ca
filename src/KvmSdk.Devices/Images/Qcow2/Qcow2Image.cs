using KvmSdk.Devices.Memory;

namespace KvmSdk.Devices.Images.Qcow2;

// Why a power cut leaves a sound image, whatever was under way. In memory:
//
//   data ──► written at once, to clusters that nothing in the file refers to yet (or that are the guest's own already)
//   counts, L2, L1 ──► changed in memory, written by a checkpoint: when the guest flushes, or when memory for them runs out
//
// and a checkpoint writes what is referred to before what refers to it, with a flush in between:
//
//   counts and data ─► flush ─► refcount table, if blocks are new ─► flush ─► L2 ─► flush, if tables are new ─► L1 ─► flush
//     ─► only now clusters that lost their last reference are free: given back to the host, and to be used anew
//
// So at every moment all that the file's tables refer to is there and counted. What may be left is a cluster that is counted and
// not used, which costs room until 'qemu-img check -r leaks'. Other writers keep the same order; the format needs no journal.

/// <summary>
/// A qcow2 image, read and written: QEMU's docs/interop/qcow2, versions 2 and 3. Internal snapshots stay as they are: what they share is copied
/// before it is written.
/// </summary>
/// <remarks>Not thread-safe. Opening allocates; nothing else does, but for a longer refcount table once or twice in an image's life.</remarks>
[HotPath]
public sealed partial class Qcow2Image : IImageSource
{
    /// <summary>The most pieces that a request may have (<c>IOV_MAX</c>).</summary>
    public const int MostPieces = 1024;

    // Of asm-generic/errno-base.h.
    private const ImageResult InvalidArgument = (ImageResult)22;
    private const ImageResult ReadOnlyFile = (ImageResult)30;

    private readonly IImageFile _file;
    private readonly IImageSource? _backing;
    private readonly IClusterDecoder _decoder;
    private readonly Qcow2Geometry _geometry;
    private readonly bool _hasZeroFlag;
    private readonly ulong _l1Offset;
    private readonly ulong[] _l1;
    private readonly SliceCache _l2;
    private readonly Qcow2Refcounts? _counts;
    private readonly IoVector[] _scratch = GC.AllocateArray<IoVector>(MostPieces, pinned: true);
    private readonly PinnedBytes _zeroes = new(64 * 1024);
    private readonly PinnedBytes _copy;
    private readonly PinnedBytes _cluster;
    private readonly PinnedBytes _compressed;
    private ulong _clusterEntry;

    internal Qcow2Image(IImageFile file, Qcow2Header header, ulong[] l1, Qcow2Refcounts? counts, Qcow2Options options)
    {
        _file = file;
        _backing = options.Backing;
        _decoder = header.UsesZstd ? options.Zstd! : new Inflate();
        _geometry = header.Geometry;
        _hasZeroFlag = header.Version >= 3;
        _autoclear = header.Autoclear;
        _zeroes.Span.Clear();
        _copy = new PinnedBytes(_geometry.ClusterSize);
        _cluster = new PinnedBytes(_geometry.ClusterSize);
        _compressed = new PinnedBytes(_geometry.ClusterSize * 2);
        Length = header.Size;
        _l1Offset = header.L1Offset;
        _l1 = l1;
        _counts = counts;
        ulong slices = (ulong)Math.Max(options.MapCacheSize / _geometry.SliceSize, 1);
        _l2 = new SliceCache(_geometry.SliceSize, Math.Min(slices, ((ulong)_l1.Length * _geometry.L2Entries / (ulong)_geometry.SliceEntries) + 1));
    }

    /// <inheritdoc/>
    public ulong Length { get; }

    /// <inheritdoc/>
    public ImageResult Read(ulong offset, ReadOnlySpan<IoVector> pieces, ulong length)
    {
        PieceCursor cursor = new(pieces, _scratch);
        ImageResult result = ImageResult.Ok;
        while (result == ImageResult.Ok && length > 0 && offset < Length)
        {
            result = Map(offset, Math.Min(length, Length - offset), out Extent extent);
            if (result != ImageResult.Ok) break;
            ulong count = extent.Length;
            ReadOnlySpan<IoVector> part = cursor.Take(ref count);
            if (count == 0) return InvalidArgument;
            result = ReadExtent(in extent, offset, part, count);
            offset += count;
            length -= count;
        }

        while (result == ImageResult.Ok && length > 0)
        {
            ulong count = length;
            PieceCursor.Clear(cursor.Take(ref count));
            if (count == 0) return InvalidArgument;
            length -= count;
        }

        return result;
    }

    /// <inheritdoc/>
    public bool TryReadAtOnce(ulong offset, ReadOnlySpan<IoVector> pieces, ulong length)
    {
        PieceCursor cursor = new(pieces, _scratch);
        if (offset > Length || length > Length - offset) return false;
        while (length > 0)
        {
            if (!TryMap(offset, length, out Extent extent)) return false;
            ulong count = extent.Length;
            ReadOnlySpan<IoVector> part = cursor.Take(ref count);
            if (count == 0 || !TryReadExtent(in extent, offset, part, count)) return false;
            offset += count;
            length -= count;
        }

        return true;
    }

    private ImageResult ReadExtent(in Extent extent, ulong offset, ReadOnlySpan<IoVector> part, ulong length)
    {
        switch (extent.Kind)
        {
            case ClusterKind.Data: return _file.Read(extent.Place, part);
            case ClusterKind.Unallocated when _backing is not null: return _backing.Read(offset, part, length);
            case ClusterKind.Compressed:
                ImageResult result = Decode(extent.Entry);
                if (result == ImageResult.Ok) PieceCursor.Fill(part, _cluster.Span.Slice(InCluster(offset), (int)length));
                return result;
            default:
                PieceCursor.Clear(part);
                return ImageResult.Ok;
        }
    }

    private bool TryReadExtent(in Extent extent, ulong offset, ReadOnlySpan<IoVector> part, ulong length)
    {
        switch (extent.Kind)
        {
            case ClusterKind.Data: return extent.Place + length <= _file.Length && _file.TryReadAtOnce(extent.Place, part);
            case ClusterKind.Unallocated when _backing is not null: return _backing.TryReadAtOnce(offset, part, length);
            case ClusterKind.Compressed: return false;
            default:
                PieceCursor.Clear(part);
                return true;
        }
    }

    // The cluster that was unpacked last stays: whoever reads one in small pieces unpacks it once.
    private ImageResult Decode(Qcow2Entry entry)
    {
        if (_clusterEntry == entry.Value) return ImageResult.Ok;
        _clusterEntry = 0;
        int length = entry.CompressedLength(_geometry.ClusterBits);
        ImageResult result = _compressed.ReadFrom(_file, entry.CompressedOffset(_geometry.ClusterBits), 0, length);
        if (result != ImageResult.Ok) return result;
        if (!_decoder.TryDecode(_compressed.Span[..length], _cluster.Span)) return Blame(Qcow2DamageKind.Compressed, entry.CompressedOffset(_geometry.ClusterBits));
        _clusterEntry = entry.Value;
        return ImageResult.Ok;
    }

    private int InCluster(ulong offset) => (int)(offset & ((ulong)_geometry.ClusterSize - 1));
}
