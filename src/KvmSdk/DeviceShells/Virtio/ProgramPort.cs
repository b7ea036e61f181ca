// Why sockets that keep packets apart: a frame goes in one call, whole or not at all, so that there is nothing to put together. As with passt, one frame
// that the socket does not take is kept here, and until it is gone the guest's further frames stay in its queue.

using System.Runtime.InteropServices;
using KvmSdk.Devices.Memory;
using KvmSdk.Interop;
using KvmSdk.Kernel;

namespace KvmSdk.DeviceShells.Virtio;

/// <summary>A cable whose other end this program has as a <see cref="FrameStream"/>. Until it takes it, what the guest sends is lost.</summary>
internal sealed unsafe class ProgramPort : SocketPort
{
    // As many as there could be in the socket, and more: what comes while they are thrown away may be thrown away too.
    private const int MostDiscarded = 4096;

    private readonly Descriptor _far;
    private readonly byte[] _received = GC.AllocateUninitializedArray<byte>(FrameStream.LongestFrame, pinned: true);
    private readonly byte[] _unsent = GC.AllocateUninitializedArray<byte>(FrameStream.LongestFrame, pinned: true);

    // SAFETY: the arrays above are pinned, and live as long as this.
    private readonly byte* _receivedAt;
    private readonly byte* _unsentAt;
    private int _unsentLength;
    private volatile bool _isTaken;

    /// <summary>Makes the cable.</summary>
    /// <exception cref="HostException">The process has no descriptors left.</exception>
    public ProgramPort()
        : this(MakePair())
    {
    }

    private ProgramPort((Descriptor Near, Descriptor Far) pair)
        : base(pair.Near)
    {
        _far = pair.Far;
        _receivedAt = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_received, 0);
        _unsentAt = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_unsent, 0);
    }

    /// <inheritdoc/>
    public override string Name => "this program's end";

    /// <inheritdoc/>
    public override string Remedy => "start the machine anew";

    /// <inheritdoc/>
    public override int LongestFrame => FrameStream.LongestFrame;

    /// <summary>Gives the other end away. From any thread, but not with <see cref="Dispose"/> at once.</summary>
    /// <returns>Null if it has been given away.</returns>
    public FrameStream? TakeStream()
    {
        if (_isTaken)
        {
            return null;
        }

        FrameStream stream = new(_far.Number);
        _far.SetHandleAsInvalid();
        _isTaken = true;
        return stream;
    }

    /// <inheritdoc/>
    [HotPath]
    public override int Receive(int pair, ReadOnlySpan<IoVector> pieces)
    {
        int length = ReceiveOne();
        return length == 0 ? 0 : FrameScatter.Write(_received.AsSpan(0, length), pieces);
    }

    /// <inheritdoc/>
    [HotPath]
    public override bool CanSend(int pair)
    {
        if (_unsentLength == 0 || IsLost)
        {
            return true;
        }

        // Before the call: room that comes behind it is told of.
        WaitsForRoom = true;
        iovec kept = new() { iov_base = _unsentAt, iov_len = (nuint)_unsentLength };
        if (TrySend(&kept, 1))
        {
            _unsentLength = 0;
            WaitsForRoom = false;
        }

        return !WaitsForRoom;
    }

    /// <inheritdoc/>
    [HotPath]
    public override bool Send(int pair, ReadOnlySpan<IoVector> pieces)
    {
        // Virtio's header stays here: it asks for nothing, because nothing was offered.
        ReadOnlySpan<IoVector> frame = pieces[1..];
        long total = 0;
        foreach (IoVector piece in frame)
        {
            total += (long)piece.Length;
        }

        if (!_isTaken || IsLost || total is < FrameStream.ShortestFrame or > FrameStream.LongestFrame)
        {
            return false;
        }

        bool isSent;

        // SAFETY: the pieces were checked against guest RAM, which outlives the event loop; IoVector has iovec's layout.
        fixed (IoVector* first = frame)
        {
            isSent = TrySend((iovec*)first, frame.Length);
        }

        if (!isSent)
        {
            foreach (IoVector piece in frame)
            {
                // There is room: so much was counted above, and a vector does not change.
                piece.First(int.MaxValue).CopyTo(_unsent.AsSpan(_unsentLength));
                _unsentLength += (int)piece.Length;
            }
        }

        return !IsLost;
    }

    /// <inheritdoc/>
    [HotPath]
    public override void Restart(ulong features)
    {
        for (int i = 0; i < MostDiscarded && ReceiveOne() > 0; i++)
        {
        }

        MayHaveMore = true;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Socket.Dispose();
        _far.Dispose();
    }

    // The length of the next frame, or 0.
    [HotPath]
    private int ReceiveOne()
    {
        if (!MayHaveMore || IsLost)
        {
            return 0;
        }

        // Before the call: a frame that comes behind it sets it again.
        MayHaveMore = false;
        nint count;
        Errno errno;
        do
        {
            // SAFETY: the array has this much room.
            count = Libc.recv(Socket.Number, _receivedAt, (nuint)_received.Length, 0);
            errno = count < 0 ? Libc.errno : 0;
        }
        while (errno == Errno.EINTR);
        MayHaveMore = count > 0;
        if (count == 0 || errno is not (0 or Errno.EAGAIN))
        {
            Lose();
        }

        return (int)Math.Max(count, 0);
    }

    // Whether it needs to be kept no longer: it is sent, or never will be.
    [HotPath]
    private bool TrySend(iovec* pieces, int count) => SendPieces(pieces, count) != 0;

    /// <inheritdoc/>
    protected override void TellEnd(INetPortUser user) => user.OnUnplugged();

    private static (Descriptor Near, Descriptor Far) MakePair()
    {
        int* pair = stackalloc int[2];

        // SAFETY: the kernel writes two locals.
        if (Libc.socketpair(Libc.AF_UNIX, Libc.SOCK_SEQPACKET | Libc.SOCK_CLOEXEC, 0, pair) < 0)
        {
            KernelError.Throw("socketpair", Libc.errno);
        }

        // Only ours does not wait: the stream's may, for who reads without a task.
        _ = Libc.fcntl(pair[0], Libc.F_SETFL, Libc.O_RDWR | Libc.O_NONBLOCK);
        return (new(pair[0]), new(pair[1]));
    }
}
