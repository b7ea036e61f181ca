// Why sockets that keep packets apart: a frame goes in one call, whole or not at all, so that there is nothing to put together. As with passt, one frame
// that the socket does not take is kept here, and until it is gone the guest's further frames stay in its queue.

using System.Runtime.InteropServices;
using KvmSdk.Devices.Memory;
using KvmSdk.Events;
using KvmSdk.Interop;
using KvmSdk.Kernel;

namespace KvmSdk.DeviceShells.Virtio;

/// <summary>A cable whose other end this program has as a <see cref="FrameStream"/>. Until it takes it, what the guest sends is lost.</summary>
internal sealed unsafe class ProgramPort : NetPort
{
    // As many as there could be in the socket, and more: what comes while they are thrown away may be thrown away too.
    private const int MostDiscarded = 4096;

    private readonly Descriptor _near;
    private readonly Descriptor _far;
    private readonly byte[] _received = GC.AllocateUninitializedArray<byte>(FrameStream.LongestFrame, pinned: true);
    private readonly byte[] _unsent = GC.AllocateUninitializedArray<byte>(FrameStream.LongestFrame, pinned: true);

    // SAFETY: the arrays above are pinned, and live as long as this.
    private readonly byte* _receivedAt;
    private readonly byte* _unsentAt;
    private int _unsentLength;
    private volatile bool _mayHaveFrames = true;
    private volatile bool _waitsForRoom;
    private volatile bool _isTaken;
    private volatile bool _isLost;

    /// <summary>Makes the cable.</summary>
    /// <exception cref="HostException">The process has no descriptors left.</exception>
    public ProgramPort()
    {
        int* pair = stackalloc int[2];

        // SAFETY: the kernel writes two locals.
        if (Libc.socketpair(Libc.AF_UNIX, Libc.SOCK_SEQPACKET | Libc.SOCK_CLOEXEC, 0, pair) < 0)
        {
            KernelError.Throw("socketpair", Libc.errno);
        }

        // Only ours does not wait: the stream's may, for who reads without a task.
        (_near, _far) = (new(pair[0]), new(pair[1]));
        _ = Libc.fcntl(pair[0], Libc.F_SETFL, Libc.O_RDWR | Libc.O_NONBLOCK);
        _receivedAt = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_received, 0);
        _unsentAt = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_unsent, 0);
    }

    /// <inheritdoc/>
    public override string Name => "this program's end";

    /// <inheritdoc/>
    public override string Remedy => "start the machine anew";

    /// <inheritdoc/>
    public override int LongestFrame => FrameStream.LongestFrame;

    /// <inheritdoc/>
    public override bool IsLost
    {
        [HotPath]
        get => _isLost;
    }

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
    public override void Watch(IEventLoop events, INetPortUser user) =>
        events.Register(_near.Number, Libc.EPOLLIN | Libc.EPOLLOUT | Libc.EPOLLRDHUP | Libc.EPOLLET, new Arrival(this, user));

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
        if (_unsentLength == 0 || _isLost)
        {
            return true;
        }

        // Before the call: room that comes behind it is told of.
        _waitsForRoom = true;
        iovec kept = new() { iov_base = _unsentAt, iov_len = (nuint)_unsentLength };
        if (TrySend(&kept, 1))
        {
            _unsentLength = 0;
            _waitsForRoom = false;
        }

        return !_waitsForRoom;
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

        if (!_isTaken || _isLost || total is < FrameStream.ShortestFrame or > FrameStream.LongestFrame)
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

        return !_isLost;
    }

    /// <inheritdoc/>
    [HotPath]
    public override void Restart(ulong features)
    {
        for (int i = 0; i < MostDiscarded && ReceiveOne() > 0; i++)
        {
        }

        _mayHaveFrames = true;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _near.Dispose();
        _far.Dispose();
    }

    // The length of the next frame, or 0.
    [HotPath]
    private int ReceiveOne()
    {
        if (!_mayHaveFrames || _isLost)
        {
            return 0;
        }

        // Before the call: a frame that comes behind it sets it again.
        _mayHaveFrames = false;
        nint count;
        Errno errno;
        do
        {
            // SAFETY: the array has this much room.
            count = Libc.recv(_near.Number, _receivedAt, (nuint)_received.Length, 0);
            errno = count < 0 ? Libc.errno : 0;
        }
        while (errno == Errno.EINTR);
        _mayHaveFrames = count > 0;
        _isLost |= count == 0 || errno is not (0 or Errno.EAGAIN);
        return (int)Math.Max(count, 0);
    }

    // Whether it needs to be kept no longer: it is sent, or never will be.
    [HotPath]
    private bool TrySend(iovec* pieces, int count)
    {
        msghdr message = new() { msg_iov = pieces, msg_iovlen = (nuint)count };
        nint sent;
        Errno errno;
        do
        {
            // SAFETY: the caller's pieces are pinned memory, or guest RAM.
            sent = Libc.sendmsg(_near.Number, &message, Libc.MSG_NOSIGNAL);
            errno = sent < 0 ? Libc.errno : 0;
        }
        while (errno == Errno.EINTR);
        _isLost |= errno is not (0 or Errno.EAGAIN);
        return errno != Errno.EAGAIN;
    }

    /// <summary>The program has sent something, has read something, or has closed its end.</summary>
    private sealed class Arrival(ProgramPort port, INetPortUser user) : IEventHandler
    {
        [HotPath]
        public void OnEvents(uint events)
        {
            const uint gone = Libc.EPOLLHUP | Libc.EPOLLRDHUP | Libc.EPOLLERR;
            if ((events & (Libc.EPOLLIN | gone)) != 0)
            {
                port._mayHaveFrames = true;
                user.OnFrames(0);
            }

            if (port._waitsForRoom)
            {
                user.OnRoom(0);
            }

            if ((events & gone) != 0 || port._isLost)
            {
                port._isLost = true;
#pragma warning disable KVM0730, KVM0731 // Once: the cable is not plugged in again.
                user.OnUnplugged();
#pragma warning restore KVM0730, KVM0731
            }
        }
    }
}
