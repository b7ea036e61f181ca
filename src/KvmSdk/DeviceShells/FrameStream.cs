using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace KvmSdk;

/// <summary>
/// The end of a guest's network cable that this program holds (<see cref="NetBackend.Program"/>): each read gives one Ethernet frame and each write sends one, from the
/// destination's address on, without a checksum at its end, as with the descriptor of a tap. A read gives 0 when the machine has ended. What is not
/// read waits, some hundred frames here and then in the guest. One read and one write may be under way at a time.
/// </summary>
public sealed class FrameStream : Stream
{
    /// <summary>Bytes of the shortest frame: its header.</summary>
    public const int ShortestFrame = 14;

    /// <summary>Bytes of the longest frame: the most that a length of IP can say, behind an Ethernet header with a tag.</summary>
    public const int LongestFrame = ushort.MaxValue + ShortestFrame + 4;

    private readonly Socket _socket;

    /// <summary>Takes over a socket that keeps packets apart.</summary>
    internal FrameStream(int descriptor) => _socket = new(new SafeSocketHandle(descriptor, ownsHandle: true));

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Waits for one frame.</summary>
    /// <param name="buffer">Where it goes: <see cref="LongestFrame"/> bytes at least, so that none is cut off.</param>
    /// <param name="cancellationToken">Ends the wait; no frame is lost by it.</param>
    /// <returns>Its length; 0 when the machine has ended.</returns>
    /// <exception cref="ArgumentException">The buffer is too short.</exception>
    /// <exception cref="ObjectDisposedException">The stream is disposed.</exception>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        RequireRoom(buffer.Length);
        return _socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken);
    }

    /// <summary>Sends one frame. Waits while the guest takes none and some hundred are on their way.</summary>
    /// <param name="buffer">The frame, of <see cref="ShortestFrame"/> to <see cref="LongestFrame"/> bytes.</param>
    /// <param name="cancellationToken">Ends the wait; the frame is not sent then.</param>
    /// <exception cref="ArgumentException">No frame is so long or so short.</exception>
    /// <exception cref="IOException">The machine has ended.</exception>
    /// <exception cref="ObjectDisposedException">The stream is disposed.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        RequireFrame(buffer.Length);
        try
        {
            await _socket.SendAsync(buffer, SocketFlags.None, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException e)
        {
            throw Ended(e);
        }
    }

    /// <inheritdoc cref="ReadAsync(Memory{byte}, CancellationToken)"/>
    public override int Read(Span<byte> buffer)
    {
        RequireRoom(buffer.Length);
        return _socket.Receive(buffer);
    }

    /// <inheritdoc cref="WriteAsync(ReadOnlyMemory{byte}, CancellationToken)"/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        RequireFrame(buffer.Length);
        try
        {
            _socket.Send(buffer);
        }
        catch (SocketException e)
        {
            throw Ended(e);
        }
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        return Read(buffer.AsSpan(offset, count));
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        Write(buffer.AsSpan(offset, count));
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    /// <inheritdoc/>
    public override void Flush()
    {
        // A frame is with the machine when its write ends.
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Pulls the cable: the guest's link goes down, for good.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _socket.Dispose();
        }

        base.Dispose(disposing);
    }

    private static void RequireRoom(int bufferLength)
    {
        if (bufferLength < LongestFrame)
        {
            throw new ArgumentException($"a frame may have {LongestFrame} bytes and the buffer has {bufferLength}, which would cut it off; make it {nameof(FrameStream)}.{nameof(LongestFrame)} bytes", nameof(bufferLength));
        }
    }

    private static void RequireFrame(int frameLength)
    {
        if (frameLength is < ShortestFrame or > LongestFrame)
        {
            throw new ArgumentException($"a frame has {ShortestFrame} to {LongestFrame} bytes, not {frameLength}; write one frame at a time", nameof(frameLength));
        }
    }

    private static IOException Ended(SocketException cause) => new("the machine has ended, and with it its network; no frame can be sent any more", cause);
}
