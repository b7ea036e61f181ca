using System.Buffers.Binary;

namespace KvmSdk.Devices.Images.Qcow2;

// Why slices of tables and not whole ones: a table fills a cluster, which may have 2 MiB, and of a random access one entry is
// wanted. A slice is looked for in one set of a few places, so that a look-up has a bound and needs no further structure.

/// <summary>Pieces of tables in memory, a fixed number of them, made at start.</summary>
[HotPath]
internal sealed unsafe class SliceCache
{
    private const int Ways = 8;

    private readonly PinnedBytes _bytes;
    private readonly int _sliceSize;
    private readonly ulong _sets;
    private readonly ulong[] _places;
    private readonly bool[] _dirty;
    private readonly uint[] _lastUse;
    private int _dirtyCount;
    private uint _clock;

    /// <summary>Makes room for at least eight slices.</summary>
    /// <param name="sliceSize">Bytes of a slice; a power of two.</param>
    /// <param name="slices">How many, about.</param>
    public SliceCache(int sliceSize, ulong slices)
    {
        _sets = Math.Max(1, (slices + Ways - 1) / Ways);
        int count = checked((int)_sets * Ways);
        _sliceSize = sliceSize;
        _bytes = new PinnedBytes(checked(count * sliceSize));
        _places = new ulong[count];
        _dirty = new bool[count];
        _lastUse = new uint[count];
    }

    /// <summary>Whether something in it is not in the file yet.</summary>
    public bool IsDirty => _dirtyCount != 0;

    /// <summary>Looks for a slice.</summary>
    /// <param name="place">Where it stands in the file; not 0.</param>
    /// <returns>Its slot, or -1.</returns>
    public int Find(ulong place)
    {
        int first = FirstOf(place);
        for (int slot = first; slot < first + Ways; slot++)
        {
            if (_places[slot] != place) continue;
            _lastUse[slot] = ++_clock;
            return slot;
        }

        return -1;
    }

    /// <summary>The slot that a slice which is not there yet would take: the one that was unused for longest, and of those that need not be written if there are any.</summary>
    /// <param name="place">Where the slice stands in the file.</param>
    /// <param name="isDirty">Whether what the slot holds has to be written before.</param>
    public int FindVictim(ulong place, out bool isDirty)
    {
        int first = FirstOf(place);
        int best = first;
        for (int slot = first; slot < first + Ways; slot++)
        {
            if (_places[slot] == 0)
            {
                isDirty = false;
                return slot;
            }

            bool better = _dirty[slot] == _dirty[best] ? _clock - _lastUse[slot] > _clock - _lastUse[best] : _dirty[best];
            if (better) best = slot;
        }

        isDirty = _dirty[best];
        return best;
    }

    /// <summary>Reads a slice into a slot that is not dirty.</summary>
    public ImageResult Load(IImageFile file, int slot, ulong place)
    {
        _places[slot] = 0;
        ImageResult result = _bytes.ReadFrom(file, place, slot * _sliceSize, _sliceSize);
        if (result != ImageResult.Ok) return result;
        _places[slot] = place;
        _lastUse[slot] = ++_clock;
        return ImageResult.Ok;
    }

    /// <summary>Writes one slice if it is dirty.</summary>
    public ImageResult Write(IImageFile file, int slot)
    {
        if (!_dirty[slot]) return ImageResult.Ok;
        ImageResult result = _bytes.WriteTo(file, _places[slot], slot * _sliceSize, _sliceSize);
        if (result != ImageResult.Ok) return result;
        _dirty[slot] = false;
        _dirtyCount--;
        return ImageResult.Ok;
    }

    /// <summary>Writes all dirty slices.</summary>
    public ImageResult WriteAll(IImageFile file)
    {
        for (int slot = 0; _dirtyCount != 0 && slot < _dirty.Length; slot++)
        {
            ImageResult result = Write(file, slot);
            if (result != ImageResult.Ok) return result;
        }

        return ImageResult.Ok;
    }

    /// <summary>Forgets the slices of a cluster, which is a table no more or not yet.</summary>
    public void Forget(ulong start, int length)
    {
        for (ulong place = start; place < start + (ulong)length; place += (ulong)_sliceSize)
        {
            int slot = Find(place);
            if (slot < 0) continue;
            _places[slot] = 0;
            if (_dirty[slot]) _dirtyCount--;
            _dirty[slot] = false;
        }
    }

    /// <summary>A slice's bytes, to read.</summary>
    public ReadOnlySpan<byte> Read(int slot) => _bytes.Span.Slice(slot * _sliceSize, _sliceSize);

    /// <summary>A slice's bytes, to change.</summary>
    public Span<byte> Change(int slot)
    {
        if (!_dirty[slot])
        {
            _dirty[slot] = true;
            _dirtyCount++;
        }

        return _bytes.Span.Slice(slot * _sliceSize, _sliceSize);
    }

    /// <summary>Reads a table's entry.</summary>
    public ulong Entry(int slot, int index) => BinaryPrimitives.ReadUInt64BigEndian(Read(slot)[(index * 8)..]);

    /// <summary>Changes a table's entry.</summary>
    public void SetEntry(int slot, int index, ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Change(slot)[(index * 8)..], value);

    // Neighbouring slices get neighbouring sets, and tables, which begin at multiples of large powers of two, do not all get the same.
    private int FirstOf(ulong place)
    {
        ulong number = place / (ulong)_sliceSize;
        return (int)((number ^ (number >> 9)) % _sets) * Ways;
    }
}
