namespace KvmSdk.Devices.Virtio.Socket;

// Credit (virtio 1.2, section 5.10.6.3): each side says how large its buffer is and how many bytes have left it, so the other
// knows how many it may send. The counts wrap at 2^32, and differences are what counts.
//
//   Free --host connects--> Requesting --RESPONSE--> Open --host closes--> Closing --RST--> Free
//     \--guest connects-------------------------------^ \--guest is done-> Orphan --drained-> Free
//
// Closing: the host's end is gone, and the guest has to say that it knows. Orphan: the guest's end is gone, and the host's end has
// not taken every byte yet.

/// <summary>One connection between guest and host. Made once and used for one connection after the other.</summary>
[HotPath]
public sealed class SocketConnection
{
    // Keeps sums of counts and credit away from half the range of 32 bits, so that "before" and "behind" stay distinct.
    private const uint LargestCredit = 1u << 30;

    private uint _guestBuffer;
    private uint _guestForwarded;
    private uint _sent;
    private uint _received;
    private uint _announced;

    internal SocketConnection(int slot, int bufferSize)
    {
        Slot = slot;
        Buffer = new ByteRing(bufferSize);
    }

    /// <summary>The host's port.</summary>
    public uint HostPort { get; internal set; }

    /// <summary>The guest's port.</summary>
    public uint GuestPort { get; internal set; }

    /// <summary>Whether the guest asked for it.</summary>
    public bool IsFromGuest { get; internal set; }

    /// <summary>What the guest has sent and the host not taken.</summary>
    internal ByteRing Buffer { get; }

    internal int Slot { get; }

    internal SocketStep Step { get; set; }

    internal ISocketEnd? End { get; set; }

    /// <summary>What is to be told to the guest.</summary>
    internal SocketWork Work { get; set; }

    /// <summary>What the guest was told, or is to be told, that the host does no more.</summary>
    internal SocketShutdown HostShutdown { get; set; }

    /// <summary>What the guest does no more.</summary>
    internal SocketShutdown GuestShutdown { get; set; }

    /// <summary>Whether the end knows that no more bytes come.</summary>
    internal bool IsEndTold { get; set; }

    /// <summary>What an orphan's end is told in the end.</summary>
    internal SocketEnding Ending { get; set; }

    /// <summary>Whether the guest was asked for credit since it last gave some.</summary>
    internal bool HasAskedForCredit { get; set; }

    // Links of the lists it is in: of its bucket or the free ones; of the ready ones; of the closing ones.
    internal SocketConnection? Next { get; set; }

    internal SocketConnection? NextReady { get; set; }

    internal bool IsReady { get; set; }

    internal SocketConnection? NextClosing { get; set; }

    internal SocketConnection? PreviousClosing { get; set; }

    /// <summary>How many bytes the guest's buffer has room for.</summary>
    internal uint Credit
    {
        get
        {
            uint underway = _sent - _guestForwarded;
            return underway < _guestBuffer ? _guestBuffer - underway : 0;
        }
    }

    /// <summary>How many bytes have left our buffer, for the guest.</summary>
    internal uint Forwarded => _received - (uint)Buffer.Count;

    /// <summary>Whether enough room has come since the guest was told last that it should hear of it.</summary>
    internal bool OwesCredit => Forwarded - _announced >= (uint)Buffer.Size / 4;

    internal void Start(uint hostPort, uint guestPort, bool isFromGuest)
    {
        (HostPort, GuestPort, IsFromGuest) = (hostPort, guestPort, isFromGuest);
        Step = isFromGuest ? SocketStep.Open : SocketStep.Requesting;
        End = null;
        Work = SocketWork.None;
        HostShutdown = GuestShutdown = SocketShutdown.None;
        IsEndTold = HasAskedForCredit = false;
        Ending = SocketEnding.Finished;
        Buffer.Clear();
        _guestBuffer = _guestForwarded = _sent = _received = _announced = 0;
    }

    /// <summary>Takes note of what the guest says of its buffer.</summary>
    /// <returns>Whether it can be true: it cannot have taken more bytes than it was sent.</returns>
    internal bool TryUpdateCredit(in SocketHeader header)
    {
        _guestBuffer = Math.Min(header.BufferSize, LargestCredit);
        uint step = header.Forwarded - _guestForwarded;
        // What lies behind is old news: a driver of several threads may send packets in another order than it counted.
        if (step > int.MaxValue) return true;
        if (step > _sent - _guestForwarded) return false;
        _guestForwarded = header.Forwarded;
        return true;
    }

    internal void CountSent(int bytes) => _sent += (uint)bytes;

    internal void CountReceived(int bytes) => _received += (uint)bytes;

    internal void WriteCredit(ref SocketHeader header)
    {
        header.BufferSize = (uint)Buffer.Size;
        header.Forwarded = _announced = Forwarded;
    }
}

/// <summary>How far a connection is.</summary>
internal enum SocketStep
{
    Free,
    Requesting,
    Open,
    Closing,
    Orphan,
}

/// <summary>What there is to be told to the guest of one connection, first things first. Bytes come last, since they may have to wait for credit.</summary>
[Flags]
internal enum SocketWork
{
    None = 0,
    Request = 1,
    Response = 2,
    Credit = 4,
    Shutdown = 8,
    Data = 16,
}
