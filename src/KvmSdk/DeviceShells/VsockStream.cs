// Why no PipeStream or NetworkStream: both allocate for an operation that has to wait, or hold a thread. Here an operation that can be
// carried out at once is, on the caller's thread; one that has to wait is kept in an object of the stream's that is used again.

using KvmSdk.DeviceShells.Sockets;

namespace KvmSdk;

/// <summary>
/// One connection between host and guest: bytes in order, each direction ended on its own. One read and one write may be under way at a
/// time. In steady state they allocate nothing.
/// </summary>
public abstract class VsockStream : Stream
{
    private readonly StreamOperation _read;
    private readonly StreamOperation _write;

    private protected VsockStream(uint localPort, uint remotePort)
    {
        _read = new(this, isRead: true);
        _write = new(this, isRead: false);
        LocalPort = localPort;
        RemotePort = remotePort;
    }

    /// <summary>The host's port.</summary>
    public uint LocalPort { get; private protected set; }

    /// <summary>The guest's port.</summary>
    public uint RemotePort { get; private protected set; }

    /// <inheritdoc/>
    public sealed override bool CanRead => !IsDisposed;

    /// <inheritdoc/>
    public sealed override bool CanWrite => !IsDisposed;

    /// <inheritdoc/>
    public sealed override bool CanSeek => false;

    /// <inheritdoc/>
    public sealed override bool CanTimeout => true;

    /// <summary>How long <see cref="Read(byte[], int, int)"/> waits, in milliseconds; infinite at first. Asynchronous calls take a token instead.</summary>
    public sealed override int ReadTimeout { get; set; } = Timeout.Infinite;

    /// <summary>How long <see cref="Write(byte[], int, int)"/> waits, in milliseconds; infinite at first. Asynchronous calls take a token instead.</summary>
    public sealed override int WriteTimeout { get; set; } = Timeout.Infinite;

    /// <inheritdoc/>
    public sealed override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public sealed override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    private protected bool IsDisposed { get; set; }

    private protected bool IsWriteClosed { get; set; }

    [HotPath]
    internal StreamOperation ReadOperation => _read;

    [HotPath]
    internal StreamOperation WriteOperation => _write;

    /// <summary>
    /// Says that no more will be written: the guest reads to the end of what was written, and then finds the end. Reading goes on. A write
    /// that is under way is finished first.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The stream is disposed.</exception>
    public void CloseWrite()
    {
        Enter();
        try
        {
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            if (!IsWriteClosed)
            {
                IsWriteClosed = true;
                StartCloseWrite();
            }
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Reads what there is, up to the buffer's length; waits until there is something. 0 means that the guest has sent its last byte.</summary>
    /// <exception cref="VsockException">The connection broke before.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public sealed override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => _read.StartRead(buffer, cancellationToken);

    /// <summary>Writes all of the buffer, which is not to be changed meanwhile; waits until it lies in the guest's memory. If it is cancelled or fails, some of it may lie there.</summary>
    /// <exception cref="VsockException">The connection broke, or the guest takes no more.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public sealed override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => _write.StartWrite(buffer, cancellationToken);

    /// <inheritdoc/>
    public sealed override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public sealed override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public sealed override int Read(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        return Wait(token => ReadAsync(buffer.AsMemory(offset, count), token).AsTask(), ReadTimeout);
    }

    /// <inheritdoc/>
    public sealed override void Write(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        Wait(
            async token =>
            {
                await WriteAsync(buffer.AsMemory(offset, count), token).ConfigureAwait(false);
                return 0;
            },
            WriteTimeout);
    }

    /// <summary>Does nothing: what was written lies in the guest's memory already.</summary>
    public sealed override void Flush()
    {
    }

    /// <inheritdoc/>
    public sealed override Task FlushAsync(CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled(cancellationToken) : Task.CompletedTask;

    /// <inheritdoc/>
    public sealed override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public sealed override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Ends the connection both ways. What was written before is not lost; operations under way end with <see cref="ObjectDisposedException"/>.</summary>
    protected sealed override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Enter();
            try
            {
                if (!IsDisposed)
                {
                    IsDisposed = true;
                    Release();
                    _read.Fail(new ObjectDisposedException(nameof(VsockStream)));
                    _write.Fail(new ObjectDisposedException(nameof(VsockStream)));
                }
            }
            finally
            {
                Leave();
            }
        }

        base.Dispose(disposing);
    }

    /// <summary>Takes the lock that guards the operations.</summary>
    internal abstract void Enter();

    /// <summary>Gives it back, and has done what came up meanwhile.</summary>
    internal abstract void Leave();

    /// <summary>Reads without waiting. With the lock.</summary>
    /// <param name="target">Where to; empty to ask whether a read would wait.</param>
    /// <param name="failure">Why reading has ended, if it failed.</param>
    /// <returns>How many bytes, 0 at the end, -1 if it would wait or failed.</returns>
    internal abstract int TryRead(Span<byte> target, out Exception? failure);

    /// <summary>Carries out as much of the write operation as goes without waiting, by <see cref="StreamOperation.Take(Span{byte})"/> or <see cref="StreamOperation.Skip"/>. With the lock.</summary>
    /// <param name="failure">Why nothing more can be written; null if it can.</param>
    internal abstract void TryWrite(out Exception? failure);

    /// <summary>Has the guest told that there will be no more. With the lock.</summary>
    private protected abstract void StartCloseWrite();

    /// <summary>Ends the connection. With the lock.</summary>
    private protected abstract void Release();

    /// <summary>Why nothing can be read or written any more on this side.</summary>
    internal Exception? WhyNot(bool isRead) =>
        IsDisposed ? new ObjectDisposedException(nameof(VsockStream))
        : !isRead && IsWriteClosed ? new InvalidOperationException("the stream's writing end is closed (CloseWrite)")
        : null;

    private static int Wait(Func<CancellationToken, Task<int>> operation, int milliseconds)
    {
        if (milliseconds == Timeout.Infinite)
        {
            return operation(CancellationToken.None).GetAwaiter().GetResult();
        }

        using CancellationTokenSource limit = new(milliseconds);
        try
        {
            return operation(limit.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested)
        {
            throw new IOException($"nothing came of it within {milliseconds} ms", e);
        }
    }
}
