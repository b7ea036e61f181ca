namespace KvmSdk.Devices.Virtio.Socket;

// Why made on demand and kept: a machine with one agent needs one buffer, and one that has had a thousand connections may have them
// again. So memory grows to what was needed once, and never past the limit.

/// <summary>The connections of one device, found by their ports: a hash table of fixed size.</summary>
[HotPath]
internal sealed class SocketTable
{
    private readonly SocketDeviceOptions _options;
    private readonly SocketConnection?[] _buckets;
    private readonly SocketConnection?[] _slots;
    private SocketConnection? _freeLarge;
    private SocketConnection? _freeSmall;
    private int _made;

    public SocketTable(SocketDeviceOptions options)
    {
        _options = options;
        _slots = new SocketConnection?[options.MaxConnections];
        _buckets = new SocketConnection?[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)options.MaxConnections)];
    }

    /// <summary>Connections that are in use.</summary>
    public int Count { get; private set; }

    /// <summary>Those that were ever in use, in any step.</summary>
    public ReadOnlySpan<SocketConnection?> Slots => _slots.AsSpan(0, _made);

    /// <summary>The connection of two ports that the guest knows of; null if there is none.</summary>
    public SocketConnection? Find(uint hostPort, uint guestPort)
    {
        SocketConnection? found = _buckets[Bucket(hostPort, guestPort)];
        while (found is not null && (found.HostPort != hostPort || found.GuestPort != guestPort)) found = found.Next;
        return found;
    }

    /// <summary>Takes a free connection, without ports yet; null if there is none.</summary>
    public SocketConnection? Take()
    {
        SocketConnection? taken = _freeLarge;
        if (taken is not null) _freeLarge = taken.Next;
        else if (_made < Math.Min(_options.LargeBuffers, _slots.Length)) taken = Make(_options.LargeBufferSize);
        else if ((taken = _freeSmall) is not null) _freeSmall = taken.Next;
        else if (_made < _slots.Length) taken = Make(_options.SmallBufferSize);
        if (taken is null) return null;
        taken.Next = null;
        Count++;
        return taken;
    }

    /// <summary>Makes a connection be found by its ports.</summary>
    public void Add(SocketConnection connection)
    {
        ref SocketConnection? bucket = ref _buckets[Bucket(connection.HostPort, connection.GuestPort)];
        connection.Next = bucket;
        bucket = connection;
    }

    /// <summary>Makes it be found no more. Doing it twice is fine.</summary>
    public void Remove(SocketConnection connection)
    {
        ref SocketConnection? bucket = ref _buckets[Bucket(connection.HostPort, connection.GuestPort)];
        if (bucket == connection)
        {
            bucket = connection.Next;
        }
        else
        {
            SocketConnection? before = bucket;
            while (before is not null && before.Next != connection) before = before.Next;
            if (before is null) return;
            before.Next = connection.Next;
        }

        connection.Next = null;
    }

    /// <summary>Gives one back that is not to be found any more.</summary>
    public void Free(SocketConnection connection)
    {
        connection.Step = SocketStep.Free;
        connection.End = null;
        connection.Work = SocketWork.None;
        Count--;
        if (connection.Slot < _options.LargeBuffers) (connection.Next, _freeLarge) = (_freeLarge, connection);
        else (connection.Next, _freeSmall) = (_freeSmall, connection);
    }

    private SocketConnection Make(int bufferSize)
    {
#pragma warning disable KVM0701 // Once a slot: it is used again and again.
        SocketConnection made = new(_made, bufferSize);
#pragma warning restore KVM0701
        return _slots[_made++] = made;
    }

    // Ports count up on both sides, so the low bits alone would do for one side; the multiplier spreads pairs.
    private int Bucket(uint hostPort, uint guestPort) =>
        (int)(((hostPort * 2654435761u) ^ (guestPort * 2246822519u)) >> 8) & (_buckets.Length - 1);
}
