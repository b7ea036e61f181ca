// Why an id is more than a place: the place of a file that the guest has forgotten is given to the next one, and an id of the old file
// must not reach the new one. So an id holds how often its place was given away.
//
// Why one node a file and not one a name: what a guest knows of a file (its pages, its locks) belongs to its node, and a file may have
// several names.

namespace KvmSdk.Devices.Virtio.FileSystem;

/// <summary>The files that the guest knows, each by an id that only this table can make. Nothing is allocated after construction.</summary>
[HotPath]
internal sealed class NodeTable
{
    /// <summary>The place of the shared directory.</summary>
    public const int Root = 0;

    private readonly Node[] _nodes;
    private readonly int[] _buckets;
    private int _touched;
    private int _free = -1;

    /// <summary>A table with the shared directory alone.</summary>
    /// <param name="capacity">How many files it can hold besides.</param>
    public NodeTable(int capacity)
    {
        // Memory that was never touched is not there: what a guest does not use costs addresses only.
        _nodes = new Node[capacity + 1];
        _buckets = new int[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)capacity)];
        Clear();
    }

    /// <summary>How many files there are, the shared directory not counted.</summary>
    public int Count { get; private set; }

    /// <summary>The backend's number for the file at a place.</summary>
    public int FileAt(int place) => _nodes[place].File;

    /// <summary>The kind of the file at a place, of its mode.</summary>
    public uint KindAt(int place) => _nodes[place].Kind;

    /// <summary>What the data at a place were when the guest last opened it; 0 for unknown.</summary>
    public ref ulong StampAt(int place) => ref _nodes[place].Stamp;

    /// <summary>Says which file the shared directory is.</summary>
    public void SetRoot(int file)
    {
        _nodes[Root].File = file;
        _nodes[Root].Kind = FuseFormat.Directory;
    }

    /// <summary>Finds what an id means.</summary>
    /// <param name="id">Any number.</param>
    /// <param name="place">Its place.</param>
    /// <returns>Whether the guest was given this id, and has not given it back.</returns>
    public bool TryFind(ulong id, out int place)
    {
        uint slot = (uint)id - 1;
        place = (int)slot;
        return slot < (uint)_touched && _nodes[place].Generation == (uint)(id >> 32) && (place == Root || _nodes[place].Lookups != 0);
    }

    /// <summary>Finds the place of a file that the guest knows already.</summary>
    public bool TryFind(in FileStatus status, out int place)
    {
        for (place = _buckets[BucketOf(status.Device, status.Inode)] - 1; place >= 0; place = _nodes[place].Next)
        {
            if (_nodes[place].Inode == status.Inode && _nodes[place].Device == status.Device) return true;
        }

        return false;
    }

    /// <summary>Takes in a file that is not known yet; the guest knows it once.</summary>
    /// <returns>Whether there was room.</returns>
    public bool TryAdd(int file, in FileStatus status, out int place)
    {
        place = _free >= 0 ? _free : _touched;
        if (place == _nodes.Length) return false;
        ref Node node = ref _nodes[place];
        if (_free >= 0) _free = node.Next;
        else _touched++;
        ref int bucket = ref _buckets[BucketOf(status.Device, status.Inode)];
        node.Device = status.Device;
        node.Inode = status.Inode;
        node.Kind = status.Kind;
        node.File = file;
        node.Lookups = 1;
        node.Stamp = 0;
        node.Next = bucket - 1;
        bucket = place + 1;
        Count++;
        return true;
    }

    /// <summary>The guest was told of a file it knows once more.</summary>
    public void Remember(int place)
    {
        // A guest that counts to the end of 64 bits gets no further; it will only be remembered longer.
        if (place != Root && _nodes[place].Lookups != ulong.MaxValue) _nodes[place].Lookups++;
    }

    /// <summary>The guest forgets that it was told of a file so many times.</summary>
    /// <returns>The backend's number of the file if it does not know it any more, to be closed; else -1.</returns>
    public int Forget(int place, ulong lookups)
    {
        ref Node node = ref _nodes[place];
        if (place == Root) return -1;
        if (lookups < node.Lookups)
        {
            node.Lookups -= lookups;
            return -1;
        }

        Unlink(place);
        node.Lookups = 0;
        node.Generation++;
        node.Next = _free;
        _free = place;
        Count--;
        return node.File;
    }

    /// <summary>Takes out any one file.</summary>
    /// <param name="from">Where to look; 0 first, then what came out.</param>
    /// <returns>The backend's number, to be closed; -1 if there is none left.</returns>
    public int TakeAny(ref int from)
    {
        for (from = Math.Max(from, Root + 1); from < _touched; from++)
        {
            if (_nodes[from].Lookups != 0) return Forget(from, ulong.MaxValue);
        }

        return -1;
    }

    /// <summary>The id of the file at a place.</summary>
    public ulong IdAt(int place) => ((ulong)_nodes[place].Generation << 32) | ((uint)place + 1);

    private void Clear()
    {
        _touched = 1;
        _nodes[Root].Lookups = 1;
    }

    private void Unlink(int place)
    {
        ref int link = ref _buckets[BucketOf(_nodes[place].Device, _nodes[place].Inode)];
        if (link == place + 1)
        {
            link = _nodes[place].Next + 1;
            return;
        }

        int before = link - 1;
        while (_nodes[before].Next != place) before = _nodes[before].Next;
        _nodes[before].Next = _nodes[place].Next;
    }

    // Inode numbers come in a row, or from a hash: multiplying spreads both (the constant is 2^64 divided by the golden ratio).
    private int BucketOf(ulong device, ulong inode) =>
        (int)(((inode ^ (device << 40)) * 0x9E37_79B9_7F4A_7C15UL) >> 40) & (_buckets.Length - 1);

    private struct Node
    {
        public ulong Device;
        public ulong Inode;
        public ulong Lookups;
        public ulong Stamp;
        public uint Generation;
        public uint Kind;
        public int File;
        public int Next;
    }
}
