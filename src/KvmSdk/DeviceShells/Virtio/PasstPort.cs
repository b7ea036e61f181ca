// Why a buffer where a tap has none: passt's frames come in one stream, each behind its length, so that a read of what there is gives many frames in
// one call, and the last one perhaps in part. A frame to be sent goes out of the guest's memory in one call; what the socket does not take of
// it is kept here, and until that is gone the guest's further frames stay in its queue. So neither side can make the other grow.

using System.Buffers.Binary;
using System.Runtime.InteropServices;
using KvmSdk.Devices.Memory;
using KvmSdk.Interop;
using KvmSdk.Kernel;

namespace KvmSdk.DeviceShells.Virtio;

/// <summary>A connection to passt, which is a network of its own in user space: frames in a stream, each behind its length in four bytes, the first most significant.</summary>
internal sealed unsafe class PasstPort : SocketPort
{
    private const int LengthSize = 4;
    private const int MostPieces = 1024;
    private const int EthernetHeader = 14;

    // A length of IP, behind the longest Ethernet header.
    private const int MostBytes = ushort.MaxValue + EthernetHeader + 4;
    private const int Capacity = 256 << 10;

    private readonly byte[] _received = GC.AllocateUninitializedArray<byte>(Capacity, pinned: true);
    private readonly byte[] _unsent = GC.AllocateUninitializedArray<byte>(LengthSize + MostBytes, pinned: true);
    private readonly iovec[] _pieces = GC.AllocateArray<iovec>(MostPieces, pinned: true);
    private readonly byte[] _length = GC.AllocateArray<byte>(LengthSize, pinned: true);

    // SAFETY: the arrays above are pinned, and live as long as this.
    private readonly byte* _receivedAt;
    private readonly byte* _unsentAt;
    private readonly byte* _lengthAt;
    private readonly iovec* _piecesAt;
    private int _first;
    private int _end;
    private int _unsentFirst;
    private int _unsentEnd;
    private bool _dropsNext;

    /// <summary>Takes over a connection.</summary>
    /// <param name="socket">A stream; it is made not to wait.</param>
    public PasstPort(Descriptor socket)
        : base(socket)
    {
        _receivedAt = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_received, 0);
        _unsentAt = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_unsent, 0);
        _lengthAt = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_length, 0);
        _piecesAt = (iovec*)Marshal.UnsafeAddrOfPinnedArrayElement(_pieces, 0);
        int flags = Libc.fcntl(socket.Number, Libc.F_GETFL, 0);
        _ = Libc.fcntl(socket.Number, Libc.F_SETFL, flags | Libc.O_NONBLOCK);
    }

    /// <inheritdoc/>
    public override string Name => "passt";

    /// <inheritdoc/>
    public override string Remedy => "start the machine anew; the system's log may tell why passt ended";

    /// <summary>passt tells the guest of no MTU, and the guest may choose any.</summary>
    public override int LongestFrame => MostBytes;

    private int Buffered
    {
        [HotPath]
        get => _end - _first;
    }

    /// <inheritdoc/>
    [HotPath]
    public override int Receive(int pair, ReadOnlySpan<IoVector> pieces)
    {
        while (TryFindFrame(out int length))
        {
            ReadOnlySpan<byte> frame = _received.AsSpan(_first + LengthSize, length);
            _first += LengthSize + length;
            if (!_dropsNext)
            {
                return FrameScatter.Write(frame, pieces);
            }

            _dropsNext = false;
        }

        return 0;
    }

    /// <inheritdoc/>
    [HotPath]
    public override bool CanSend(int pair)
    {
        if (_unsentFirst == _unsentEnd || IsLost)
        {
            return true;
        }

        // Before the call: room that comes behind it is told of.
        WaitsForRoom = true;
        WaitsForRoom = !Flush();
        return !WaitsForRoom;
    }

    /// <inheritdoc/>
    [HotPath]
    public override bool Send(int pair, ReadOnlySpan<IoVector> pieces)
    {
        // Virtio's header stays here: it asks for nothing, because nothing was offered.
        ReadOnlySpan<IoVector> frame = pieces[1..];
        long total = 0;
        _pieces[0] = new() { iov_base = _lengthAt, iov_len = LengthSize };
        for (int i = 0; i < frame.Length; i++)
        {
            _pieces[i + 1] = new() { iov_base = frame[i].Base, iov_len = frame[i].Length };
            total += (long)frame[i].Length;
        }

        if (IsLost || total > MostBytes)
        {
            return false;
        }

        BinaryPrimitives.WriteUInt32BigEndian(_length, (uint)total);
        nint sent = SendPieces(_piecesAt, frame.Length + 1);
        if (sent < 0)
        {
            return false;
        }

        if (sent < LengthSize + total)
        {
            Keep(frame.Length + 1, (int)sent);
        }

        return true;
    }

    /// <inheritdoc/>
    [HotPath]
    public override void Restart(ulong features)
    {
        // Bounded, because passt could go on for ever: more than a socket holds is none of what waited.
        for (int rounds = 0; rounds < 64; rounds++)
        {
            while (TryFindFrame(out int length))
            {
                _first += LengthSize + length;
                _dropsNext = false;
                rounds += _first == _end ? 1 : 0;
                if (rounds >= 64)
                {
                    break;
                }
            }

            if (!MayHaveMore)
            {
                break;
            }
        }

        // Of a frame that has come in part the rest is still to come.
        _dropsNext = Buffered > 0;
        MayHaveMore = true;
    }

    /// <summary>Ends the connection, and waits a little for passt to end, which may want to give ports back.</summary>
    public override void Dispose()
    {
        if (!IsLost && Socket is { IsClosed: false, IsInvalid: false })
        {
            _ = Libc.shutdown(Socket.Number, Libc.SHUT_WR);
            long deadline = Environment.TickCount64 + 1000;
            while (!IsLost && Environment.TickCount64 < deadline)
            {
                pollfd wait = new() { fd = Socket.Number, events = Libc.POLLIN };

                // SAFETY: the kernel reads and writes one local.
                _ = Libc.poll(&wait, 1, 100);
                _first = _end = 0;
                MayHaveMore = true;
                Fill();
            }
        }

        Socket.Dispose();
    }

    [HotPath]
    private bool TryFindFrame(out int length)
    {
        while (true)
        {
            if (Buffered >= LengthSize)
            {
                uint said = BinaryPrimitives.ReadUInt32BigEndian(_received.AsSpan(_first));
                if (said > MostBytes)
                {
                    // The stream cannot be understood any more.
                    Lose();
                }

                length = (int)Math.Min(said, MostBytes);
                if (!IsLost && Buffered - LengthSize >= length)
                {
                    return true;
                }
            }

            length = 0;
            if (IsLost || !MayHaveMore || !Fill())
            {
                return false;
            }
        }
    }

    [HotPath]
    private bool Fill()
    {
        if (_received.Length - _end < LengthSize + MostBytes)
        {
            _received.AsSpan(_first, Buffered).CopyTo(_received);
            (_first, _end) = (0, Buffered);
        }

        // Before the call: what comes behind it sets it again.
        MayHaveMore = false;
        nint count;
        Errno errno;
        do
        {
            // SAFETY: the array has this much room.
            iovec room = new() { iov_base = _receivedAt + _end, iov_len = (nuint)(_received.Length - _end) };
            count = Libc.readv(Socket.Number, &room, 1);
            errno = count < 0 ? Libc.errno : 0;
        }
        while (errno == Errno.EINTR);
        if (count > 0)
        {
            _end += (int)count;
            MayHaveMore = true;
            return true;
        }

        if (errno != Errno.EAGAIN)
        {
            Lose();
        }

        return false;
    }

    // Copies what the socket has not taken. There is room, because nothing is sent while something is kept.
    [HotPath]
    private void Keep(int count, int sent)
    {
        _unsentFirst = _unsentEnd = 0;
        for (int i = 0; i < count; i++)
        {
            int length = (int)_pieces[i].iov_len;
            int skipped = Math.Min(sent, length);
            sent -= skipped;

            // SAFETY: the piece was made above, of memory that has its length.
            ReadOnlySpan<byte> rest = new((byte*)_pieces[i].iov_base + skipped, length - skipped);
            rest.CopyTo(_unsent.AsSpan(_unsentEnd));
            _unsentEnd += rest.Length;
        }
    }

    [HotPath]
    private bool Flush()
    {
        _pieces[0] = new() { iov_base = _unsentAt + _unsentFirst, iov_len = (nuint)(_unsentEnd - _unsentFirst) };
        _unsentFirst += (int)Math.Max(0, SendPieces(_piecesAt, 1));
        return _unsentFirst == _unsentEnd || IsLost;
    }

    /// <inheritdoc/>
    protected override void TellEnd(INetPortUser user) => user.OnLoss();
}
