namespace KvmSdk.Devices.Virtio.FileSystem;

/// <summary>The files and directories that the guest has open. A number means a handle of one node only, and none once it is released.</summary>
[HotPath]
internal sealed class HandleTable
{
    private readonly Entry[] _entries;
    private int _touched;
    private int _free = -1;

    /// <summary>An empty table.</summary>
    /// <param name="capacity">How many it can hold.</param>
    public HandleTable(int capacity) => _entries = new Entry[capacity];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Whether one more fits.</summary>
    public bool HasRoom => Count < _entries.Length;

    /// <summary>Takes in a handle. There has to be room.</summary>
    /// <param name="node">The id of the node that was opened.</param>
    /// <param name="kind">Its kind, of its mode.</param>
    /// <param name="handle">The backend's number.</param>
    /// <returns>The guest's number.</returns>
    public ulong Add(ulong node, uint kind, int handle)
    {
        int place = _free >= 0 ? _free : _touched;
        ref Entry entry = ref _entries[place];
        if (_free >= 0) _free = entry.Next;
        else _touched++;
        entry.Node = node;
        entry.Kind = kind;
        entry.Handle = handle;
        entry.IsOpen = true;
        Count++;
        return ((ulong)entry.Generation << 32) | ((uint)place + 1);
    }

    /// <summary>Finds a handle.</summary>
    /// <param name="number">The guest's number; any value.</param>
    /// <param name="node">The id of the node that it says it belongs to.</param>
    /// <param name="kind">What it has to be.</param>
    /// <param name="handle">The backend's number.</param>
    /// <returns>Whether all of it is right.</returns>
    public bool TryFind(ulong number, ulong node, uint kind, out int handle)
    {
        handle = -1;
        uint place = (uint)number - 1;
        if (place >= (uint)_touched) return false;
        ref Entry entry = ref _entries[place];
        if (!entry.IsOpen || entry.Generation != (uint)(number >> 32) || entry.Node != node || entry.Kind != kind) return false;
        handle = entry.Handle;
        return true;
    }

    /// <summary>Takes a handle out that <see cref="TryFind"/> has found.</summary>
    public void Remove(ulong number) => Free((int)((uint)number - 1));

    /// <summary>Takes out any one handle.</summary>
    /// <param name="from">Where to look; 0 first, then what came out.</param>
    /// <returns>The backend's number, to be closed; -1 if there is none left.</returns>
    public int TakeAny(ref int from)
    {
        for (; from < _touched; from++)
        {
            if (_entries[from].IsOpen)
            {
                Free(from);
                return _entries[from].Handle;
            }
        }

        return -1;
    }

    private void Free(int place)
    {
        ref Entry entry = ref _entries[place];
        entry.IsOpen = false;
        entry.Generation++;
        entry.Next = _free;
        _free = place;
        Count--;
    }

    private struct Entry
    {
        public ulong Node;
        public uint Generation;
        public uint Kind;
        public int Handle;
        public int Next;
        public bool IsOpen;
    }
}
