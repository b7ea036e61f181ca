namespace KvmSdk.Consoles;

/// <summary>The writing end of a serial port's input: a write is done when the guest's UART has taken all of it.</summary>
internal sealed class InputStream : Stream
{
    private const string Ended = "the machine has ended, or has not started, and takes no input";

    private readonly SemaphoreSlim _order = new(1, 1);
    private readonly SemaphoreSlim _space = new(0);
    private volatile ConsoleInput? _input;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The machine takes input from now on.</summary>
    public void Open(ConsoleInput input)
    {
        input.SpaceAvailable += () => _space.Release();
        _input = input;
    }

    /// <summary>The machine takes no input any more; a write that waits fails.</summary>
    public void End()
    {
        _input = null;
        _space.Release();
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
    {
        // One writer at a time, so that the bytes of two do not mix.
        await _order.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (true)
            {
                ConsoleInput input = _input ?? throw new IOException(Ended);
                bytes = bytes[input.Offer(bytes.Span)..];
                if (bytes.IsEmpty)
                {
                    return;
                }

                await _space.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _order.Release();
        }
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] array, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(array.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override void Write(byte[] array, int offset, int count) =>
        WriteAsync(array, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] array, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();
}
