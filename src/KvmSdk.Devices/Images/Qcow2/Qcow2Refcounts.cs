namespace KvmSdk.Devices.Images.Qcow2;

// Order of writes. Counts in memory run ahead of the file in one direction only: a cluster is counted here before anything
// refers to it, and released here only once nothing in the file refers to it any more (Qcow2Image sees to that). So counts may be
// written at any time, and at the worst a power cut leaves a cluster counted that nobody uses. Whoever refers to a cluster writes
// that reference only after Write and a flush.

/// <summary>Which clusters of the file are in use, and the search for those that are not.</summary>
[HotPath]
internal sealed unsafe partial class Qcow2Refcounts
{
    private readonly IImageFile _file;
    private readonly Qcow2Geometry _geometry;
    private readonly SliceCache _slices;
    private readonly PinnedBytes _zeroes = new(64 * 1024);
    private ulong[] _table;
    private ulong _tableOffset;
    private int _tableLength;
    private int _dirtyFrom = int.MaxValue;
    private int _dirtyTo;
    private ulong _next;
    private ulong _lowestFreed = ulong.MaxValue;
    private ulong _freed;

    /// <summary>Reads the refcount table.</summary>
    /// <exception cref="Qcow2Exception">It cannot be read, or points where no block can be.</exception>
    public Qcow2Refcounts(IImageFile file, Qcow2Header header, ulong slices)
    {
        _file = file;
        _geometry = header.Geometry;
        _slices = new SliceCache(_geometry.SliceSize, slices);
        _zeroes.Span.Clear();
        _tableOffset = header.RefcountTableOffset;
        _tableLength = (int)(header.RefcountTableClusters << (_geometry.ClusterBits - 3));
        _table = TableReader.Read(file, "refcount table", _tableOffset, _tableLength);
        foreach (ulong place in _table)
        {
            if (place != 0 && (!_geometry.IsAligned(place) || place >= file.Length))
                throw Qcow2Exception.Damaged($"its refcount table at 0x{_tableOffset:x} has a block at 0x{place:x}, where none can be (the file ends at 0x{file.Length:x})");
        }
    }

    /// <summary>Whether counts are not in the file yet.</summary>
    public bool IsDirty => _slices.IsDirty || IsTableDirty;

    /// <summary>Whether new blocks are not in the file's table yet: after <see cref="Write"/>, a flush, <see cref="WriteTable"/> and a flush they are.</summary>
    public bool IsTableDirty => _dirtyFrom < _dirtyTo;

    /// <summary>Where the blocks stand; 0 for those that do not exist.</summary>
    public ReadOnlySpan<ulong> Table => _table.AsSpan(0, _tableLength);

    /// <summary>Where the table stands.</summary>
    public ulong TableOffset => _tableOffset;

    /// <summary>Says how many references there are to a cluster.</summary>
    public ImageResult Count(ulong cluster, out ulong count)
    {
        count = 0;
        ulong block = cluster / _geometry.CountsPerBlock;
        if (block >= (ulong)_tableLength || _table[block] == 0) return ImageResult.Ok;
        ImageResult result = Find(cluster, out int slot, out int index);
        if (result == ImageResult.Ok) count = RefcountFormat.Read(_slices.Read(slot), _geometry.RefcountOrder, index);
        return result;
    }

    /// <summary>Takes clusters that follow each other, each of which then has one reference.</summary>
    /// <param name="wanted">How many, at least 1.</param>
    /// <param name="first">The first one.</param>
    /// <param name="count">How many there are; 1 at least.</param>
    /// <param name="isZero">Whether they read as zeros, because the file has just grown.</param>
    public ImageResult Allocate(ulong wanted, out ulong first, out ulong count, out bool isZero)
    {
        first = count = 0;
        isZero = false;
        ulong inFile = _geometry.ClustersFor(_file.Length);

        // Not for a few: each round looks at all counts again. What stays free is at most a sixty-fourth of the file.
        if (_next >= inFile && _freed > inFile / 64) Rewind();
        while (true)
        {
            ImageResult result = RequireBlock(_next / _geometry.CountsPerBlock);
            if (result != ImageResult.Ok) return result;
            result = Find(_next, out int slot, out int index);
            if (result != ImageResult.Ok) return result;
            int free = RefcountFormat.FindFree(_slices.Read(slot), _geometry.RefcountOrder, index);
            first = _next + (ulong)(free - index);
            if (free < _geometry.SliceCounts)
            {
                Span<byte> counts = _slices.Change(slot);
                while (free < _geometry.SliceCounts && count < wanted && RefcountFormat.Read(counts, _geometry.RefcountOrder, free) == 0)
                {
                    RefcountFormat.Write(counts, _geometry.RefcountOrder, free, 1);
                    free++;
                    count++;
                }

                return Grow(first, count, out isZero);
            }

            _next = first;
        }
    }

    /// <summary>Takes one reference from a cluster.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="isFree">Whether that was the last one.</param>
    public ImageResult Release(ulong cluster, out bool isFree)
    {
        isFree = false;
        ulong block = cluster / _geometry.CountsPerBlock;
        if (block >= (ulong)_tableLength || _table[block] == 0) return ImageResult.Damaged;
        ImageResult result = Find(cluster, out int slot, out int index);
        if (result != ImageResult.Ok) return result;
        ulong count = RefcountFormat.Read(_slices.Read(slot), _geometry.RefcountOrder, index);
        if (count == 0) return ImageResult.Damaged;
        RefcountFormat.Write(_slices.Change(slot), _geometry.RefcountOrder, index, count - 1);
        isFree = count == 1;
        if (isFree && cluster < _next)
        {
            _lowestFreed = Math.Min(_lowestFreed, cluster);
            _freed++;
        }

        return ImageResult.Ok;
    }

    /// <summary>Writes the counts.</summary>
    public ImageResult Write() => _slices.WriteAll(_file);

    /// <summary>Writes the table's new entries.</summary>
    public ImageResult WriteTable()
    {
        if (!IsTableDirty) return ImageResult.Ok;
        ImageResult result = TableWriter.Write(_file, _tableOffset, _table, _dirtyFrom, _dirtyTo);
        if (result != ImageResult.Ok) return result;
        _dirtyFrom = int.MaxValue;
        _dirtyTo = 0;
        return ImageResult.Ok;
    }

    private void Rewind()
    {
        _next = _lowestFreed;
        _lowestFreed = ulong.MaxValue;
        _freed = 0;
    }

    // Makes the file long enough. If it cannot be, the clusters are free again.
    private ImageResult Grow(ulong first, ulong count, out bool isZero)
    {
        ulong end = (first + count) << _geometry.ClusterBits;
        isZero = first >= _geometry.ClustersFor(_file.Length);
        _next = first + count;
        ImageResult result = end > _file.Length ? _file.SetLength(end) : ImageResult.Ok;
        for (ulong i = 0; result != ImageResult.Ok && i < count; i++)
        {
            if (Release(first + i, out _) != ImageResult.Ok) break;
        }

        return result;
    }

    private ImageResult Find(ulong cluster, out int slot, out int index)
    {
        ulong inBlock = cluster % _geometry.CountsPerBlock;
        index = (int)(inBlock % (ulong)_geometry.SliceCounts);
        ulong place = _table[cluster / _geometry.CountsPerBlock] + (inBlock / (ulong)_geometry.SliceCounts * (ulong)_geometry.SliceSize);
        slot = _slices.Find(place);
        if (slot >= 0) return ImageResult.Ok;
        slot = _slices.FindVictim(place, out bool isDirty);
        ImageResult result = isDirty ? _slices.Write(_file, slot) : ImageResult.Ok;
        return result == ImageResult.Ok ? _slices.Load(_file, slot, place) : result;
    }
}
