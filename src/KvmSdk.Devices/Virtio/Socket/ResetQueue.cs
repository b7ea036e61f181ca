namespace KvmSdk.Devices.Virtio.Socket;

// Why it can be as long as the table and a bit: a reset that the host causes must not be lost, and there is at most one for each
// connection before the guest has taken those before. Resets that the guest causes pause the queue by which it does so.

/// <summary>Resets that the guest is to be told of, of connections that exist no more or never did.</summary>
/// <param name="connections">The most connections there can be.</param>
[HotPath]
internal sealed class ResetQueue(int connections)
{
    /// <summary>From how many on the guest has to take some before it is listened to.</summary>
    public const int Many = 64;

    private readonly (ulong Cid, uint HostPort, uint GuestPort, ushort Type)[] _resets = new (ulong, uint, uint, ushort)[connections + Many + 1];
    private int _first;

    /// <summary>How many wait.</summary>
    public int Count { get; private set; }

    /// <summary>Adds one.</summary>
    /// <param name="cid">Whom the guest thinks to talk to.</param>
    /// <param name="hostPort">That one's port.</param>
    /// <param name="guestPort">The guest's port.</param>
    /// <param name="type">The type of socket.</param>
    public void Add(ulong cid, uint hostPort, uint guestPort, ushort type)
    {
        if (Count == _resets.Length) return;
        _resets[(_first + Count++) % _resets.Length] = (cid, hostPort, guestPort, type);
    }

    /// <summary>Takes the next one.</summary>
    public (ulong Cid, uint HostPort, uint GuestPort, ushort Type) Take()
    {
        var taken = _resets[_first];
        _first = (_first + 1) % _resets.Length;
        Count--;
        return taken;
    }

    /// <summary>Forgets all.</summary>
    public void Clear() => Count = 0;
}
