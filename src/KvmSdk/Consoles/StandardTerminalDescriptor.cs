using System.Globalization;
using System.Text;
using KvmSdk.Interop;
using KvmSdk.Kernel;

namespace KvmSdk.Consoles;

/// <summary>
/// A descriptor for output that somebody else owns too, such as standard output: writes what can be written without waiting, and waits, when
/// asked to, in a way that <see cref="Wake"/> ends. Nothing about the shared descriptor is changed.
/// </summary>
internal sealed unsafe class StandardTerminalDescriptor : IDisposable
{
    /// <summary>What a pipe takes whole once it has room at all (PIPE_BUF), so a blocking descriptor does not block for it.</summary>
    private const int BlockingPortion = 4096;

    private const int NonBlockingPortion = 1 << 14;

    private readonly Lock _wakeGate = new();
    private readonly Descriptor? _own;
    private readonly int _wake;
    private bool _closed;

    /// <summary>Looks at the descriptor.</summary>
    public StandardTerminalDescriptor(int descriptor)
    {
        stat description;

        // SAFETY: the kernel writes one local.
        bool known = Libc.fstat(descriptor, &description) == 0;
        uint kind = known ? description.st_mode & stat.S_IFMT : stat.S_IFREG;
        NeverWaits = kind is stat.S_IFREG or stat.S_IFBLK;
        _own = NeverWaits ? null : OpenAgain(descriptor);
        Number = _own?.Number ?? descriptor;
        Portion = _own is null ? BlockingPortion : NonBlockingPortion;
        _wake = NeverWaits ? -1 : Libc.eventfd(0, Libc.EFD_CLOEXEC | Libc.EFD_NONBLOCK);
    }

    /// <summary>The number to wait for with epoll.</summary>
    public int Number { get; }

    /// <summary>Whether it is a file, which takes everything at once.</summary>
    public bool NeverWaits { get; }

    /// <summary>How many bytes are worth offering when it is ready, in bytes.</summary>
    public int Portion { get; }

    /// <summary>Writes what can be written without waiting.</summary>
    /// <returns>How many bytes that was.</returns>
    /// <exception cref="IOException">The reader is gone, or the host refuses.</exception>
    public int Write(ReadOnlySpan<byte> bytes)
    {
        int done = 0;
        bool whole = NeverWaits || _own is not null;

        // SAFETY: the span is pinned while the kernel reads from it.
        fixed (byte* start = bytes)
        {
            while (done < bytes.Length && (whole || IsReady(0)))
            {
                int length = whole ? bytes.Length - done : Math.Min(bytes.Length - done, BlockingPortion);
                nint written = Libc.write(Number, start + done, (nuint)length);
                Errno errno = Libc.errno;
                if (written >= 0)
                {
                    done += (int)written;
                }
                else if (errno == Errno.EAGAIN)
                {
                    break;
                }
                else if (errno != Errno.EINTR)
                {
                    throw Failure(errno);
                }
            }
        }

        return done;
    }

    /// <summary>Whether a write would do something now (failing included); waits for that at most so many milliseconds, or until woken.</summary>
    /// <param name="milliseconds">0 not to wait, -1 to wait for ever.</param>
    public bool IsReady(int milliseconds)
    {
        pollfd* descriptors = stackalloc pollfd[2];
        descriptors[0] = new() { fd = Number, events = Libc.POLLOUT };
        descriptors[1] = new() { fd = milliseconds == 0 ? -1 : _wake, events = Libc.POLLIN };

        // SAFETY: the kernel reads and writes the two locals.
        if (Libc.poll(descriptors, 2, milliseconds) > 0 && descriptors[1].revents != 0)
        {
            ulong count;

            // SAFETY: the kernel writes the 8 bytes of a local. Whether another thread took the count first does not matter.
            _ = Libc.read(_wake, &count, sizeof(ulong));
        }

        return descriptors[0].revents != 0;
    }

    /// <summary>Ends the wait that is under way, or the next one. Any thread, also after <see cref="Dispose"/>.</summary>
    public void Wake()
    {
        // The machine's end may be told while its last output is given back: the number must still be this eventfd's.
        lock (_wakeGate)
        {
            if (_wake >= 0 && !_closed)
            {
                EventFd.Ring(_wake);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_wakeGate)
        {
            if (!_closed && _wake >= 0)
            {
                _ = Libc.close(_wake);
            }

            _closed = true;
        }

        _own?.Dispose();
    }

    /// <summary>
    /// The same file, opened once more: a descriptor of our own may be non-blocking, whereas that flag on the shared one would change it for the
    /// shell and everybody else. Null where the host does not allow it, as for a socket; writes are then small enough not to block.
    /// </summary>
    private static Descriptor? OpenAgain(int descriptor)
    {
        byte[] path = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{descriptor}\0"));

        // SAFETY: the path ends in 0 and is pinned for the call.
        fixed (byte* start = path)
        {
            int again = Libc.open(start, Libc.O_WRONLY | Libc.O_NONBLOCK | Libc.O_NOCTTY | Libc.O_CLOEXEC, 0);
            return again < 0 ? null : new Descriptor(again);
        }
    }

    private static IOException Failure(Errno errno) => errno is Errno.EPIPE or Errno.EIO
        ? new($"standard output: {errno} ({errno.Describe()}), its reader is gone; keep the reader running, or send the output to a file")
        : new($"standard output: {KernelError.Make("write", errno).What}; check where it is redirected to");
}
