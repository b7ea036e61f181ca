// Why not Console.OpenStandardOutput: with it come .NET's line editor and its database of terminals, into every native program; and why not a FileStream: it
// writes to the place in a file where it thinks it is, over what the guest's console wrote meanwhile.

using KvmSdk.Interop;

namespace KvmSdk.CommandLine;

/// <summary>Standard output or standard error, to be written to. What nobody reads any more is dropped, as a console's would be.</summary>
/// <param name="descriptor">1 or 2.</param>
internal sealed class StandardStream(int descriptor) : Stream
{
    private const int Forever = -1;

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

    /// <inheritdoc/>
    public override unsafe void Write(ReadOnlySpan<byte> buffer)
    {
        // SAFETY: the kernel reads what is left of the buffer, which is pinned; and one local.
        fixed (byte* bytes = buffer)
        {
            for (int done = 0; done < buffer.Length;)
            {
                nint written = Libc.write(descriptor, bytes + done, (nuint)(buffer.Length - done));
                Errno errno = Libc.errno;
                if (written >= 0)
                {
                    done += (int)written;
                }
                else if (errno == Errno.EPIPE)
                {
                    return;
                }
                else if (errno == Errno.EAGAIN)
                {
                    // Somebody, for whom it is one thing with what he reads, made it non-blocking.
                    pollfd wait = new() { fd = descriptor, events = Libc.POLLOUT };
                    _ = Libc.poll(&wait, 1, Forever);
                }
                else if (errno != Errno.EINTR)
                {
                    throw new IOException($"writing to descriptor {descriptor}: {errno.Describe()}");
                }
            }
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Nothing is kept back.</summary>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();
}
