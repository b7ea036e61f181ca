// Why not simply write: a pipe that nobody reads, or a terminal whose other end hangs, blocks the writer. On the event loop
// that would hold up every device, the escape key included. So output never waits there, and a vCPU waits only interruptibly.
//
//   room? ──no──► ask epoll for room ──► RoomAvailable
//     │ yes
//   write ──some left over──► kept, and written before anything else

using KvmSdk.Events;
using KvmSdk.Interop;
using KvmSdk.Kernel;

namespace KvmSdk.Consoles;

/// <summary>The way of guest output to a descriptor that somebody else owns too, such as standard output.</summary>
internal sealed unsafe class StandardTerminalOutput : IEventHandler, IDisposable
{
    /// <summary>What a pipe takes whole once it has room at all (PIPE_BUF), so a blocking descriptor does not block for it.</summary>
    private const int BlockingPortion = 4096;

    private const int NonBlockingPortion = 1 << 14;

    // _gate guards writing and what is kept, and is held while a vCPU waits; _stateGate, the inner one, guards the rest and is held for moments.
    private readonly Lock _gate = new();
    private readonly Lock _stateGate = new();
    private readonly Descriptor? _own;
    private readonly int _descriptor;
    private readonly int _wake;
    private readonly int _abandonMilliseconds;
    private readonly bool _neverWaits;
    private readonly int _portion;
    private byte[] _kept = [];
    private int _keptStart;
    private int _keptCount;
    private IEventLoop? _events;
    private EventRegistration? _asked;
    private volatile bool _abandoned;
    private bool _closed;

    /// <summary>Looks at the descriptor; changes nothing about it.</summary>
    /// <param name="descriptor">Where output goes.</param>
    /// <param name="abandonMilliseconds">How long an abandoned rest waits for a reader to go on.</param>
    public StandardTerminalOutput(int descriptor, int abandonMilliseconds = 1000)
    {
        _abandonMilliseconds = abandonMilliseconds;
        stat description;

        // SAFETY: the kernel writes one local.
        bool known = Libc.fstat(descriptor, &description) == 0;
        uint kind = known ? description.st_mode & stat.S_IFMT : stat.S_IFREG;
        _neverWaits = kind is stat.S_IFREG or stat.S_IFBLK;
        _own = _neverWaits ? null : OpenAgain(descriptor);
        _descriptor = _own?.Number ?? descriptor;
        _portion = _own is null ? BlockingPortion : NonBlockingPortion;
        _wake = _neverWaits ? -1 : Libc.eventfd(0, Libc.EFD_CLOEXEC | Libc.EFD_NONBLOCK);
    }

    /// <summary>Told when <see cref="Room"/> was 0 and is not any more. Called on the event-loop thread.</summary>
    public Action? RoomAvailable { get; set; }

    /// <summary>Whether a <see cref="Write"/> is to keep what it cannot write at once, instead of waiting; asked again after <see cref="Release"/>.</summary>
    public Func<bool> MustNotWait { get; set; } = static () => false;

    /// <summary>How many bytes can be written without waiting; asked for 0, the event loop says when that has changed.</summary>
    public int Room
    {
        get
        {
            if (_neverWaits)
            {
                return int.MaxValue;
            }

            if (Volatile.Read(ref _keptCount) == 0 && IsReady(0))
            {
                return _portion;
            }

            AskForRoom();
            return 0;
        }
    }

    /// <summary>From now on the loop can tell of room.</summary>
    public void Attach(IEventLoop events)
    {
        lock (_stateGate)
        {
            _events = events;
        }
    }

    /// <summary>Writes or keeps everything. Waits for a reader only if given more than <see cref="Room"/>.</summary>
    /// <exception cref="IOException">The reader is gone, or the host refuses.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            WriteKept();
            bool mayWait = _keptCount > 0 || bytes.Length > _portion;
            while (true)
            {
                if (_keptCount == 0)
                {
                    bytes = bytes[WriteSome(bytes)..];
                    if (bytes.IsEmpty)
                    {
                        return;
                    }
                }

                if (!mayWait || !WaitForRoom())
                {
                    Keep(bytes);
                    return;
                }

                WriteKept();
            }
        }
    }

    /// <summary>Makes a <see cref="Write"/> that waits ask again whether it may.</summary>
    public void Release() => Wake();

    /// <summary>Whoever wants the machine's end does not want to wait for its reader: the rest is dropped unless somebody still takes it.</summary>
    public void Abandon()
    {
        _abandoned = true;
        Wake();
    }

    /// <summary>Writes what is kept, waiting for its reader unless abandoned.</summary>
    /// <exception cref="IOException">The reader is gone, or the host refuses.</exception>
    public void Finish()
    {
        lock (_gate)
        {
            WriteKept();
            while (_keptCount > 0 && WaitForReader())
            {
                WriteKept();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            lock (_stateGate)
            {
                if (_closed)
                {
                    return;
                }

                StopAsking();
                _events = null;
                _closed = true;
            }

            _own?.Dispose();
            if (_wake >= 0)
            {
                _ = Libc.close(_wake);
            }
        }
    }

    /// <summary>There is room. A vCPU that is writing just now sees it by itself.</summary>
    void IEventHandler.OnEvents(uint events)
    {
        lock (_stateGate)
        {
            StopAsking();
        }

        if (_gate.TryEnter())
        {
            try
            {
                if (!_closed)
                {
                    WriteKept();
                }
            }
            finally
            {
                _gate.Exit();
            }
        }

        RoomAvailable?.Invoke();
    }

    /// <summary>
    /// The same file, opened once more: a descriptor of our own may be non-blocking, whereas that flag on the shared one would change it for the
    /// shell and everybody else. Null where the host does not allow it, as for a socket; writes are then small enough not to block.
    /// </summary>
    private static Descriptor? OpenAgain(int descriptor)
    {
        byte[] path = System.Text.Encoding.ASCII.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/proc/self/fd/{descriptor}\0"));

        // SAFETY: the path ends in 0 and is pinned for the call.
        fixed (byte* start = path)
        {
            int again = Libc.open(start, Libc.O_WRONLY | Libc.O_NONBLOCK | Libc.O_NOCTTY | Libc.O_CLOEXEC, 0);
            return again < 0 ? null : new Descriptor(again);
        }
    }

    /// <summary>Writes what can be written without waiting.</summary>
    private int WriteSome(ReadOnlySpan<byte> bytes)
    {
        int done = 0;

        // SAFETY: the span is pinned while the kernel reads from it.
        fixed (byte* start = bytes)
        {
            while (done < bytes.Length)
            {
                bool whole = _neverWaits || _own is not null;
                if (!whole && !IsReady(0))
                {
                    break;
                }

                int length = whole ? bytes.Length - done : Math.Min(bytes.Length - done, BlockingPortion);
                nint written = Libc.write(_descriptor, start + done, (nuint)length);
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

    private static IOException Failure(Errno errno) => errno is Errno.EPIPE or Errno.EIO
        ? new($"standard output: {errno} ({errno.Describe()}), its reader is gone; keep the reader running, or send the output to a file")
        : new($"standard output: {KernelError.Make("write", errno).What}; check where it is redirected to");

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_kept.Length - _keptStart - _keptCount < bytes.Length)
        {
            byte[] larger = _kept.Length >= _keptCount + bytes.Length ? _kept : new byte[Math.Max(_keptCount + bytes.Length, NonBlockingPortion)];
            _kept.AsSpan(_keptStart, _keptCount).CopyTo(larger);
            (_kept, _keptStart) = (larger, 0);
        }

        bytes.CopyTo(_kept.AsSpan(_keptStart + _keptCount));
        Volatile.Write(ref _keptCount, _keptCount + bytes.Length);

        // Whatever is kept must be written even if the guest never sends another byte.
        AskForRoom();
    }

    private void WriteKept()
    {
        if (_keptCount > 0)
        {
            int written = WriteSome(_kept.AsSpan(_keptStart, _keptCount));
            _keptStart += written;
            Volatile.Write(ref _keptCount, _keptCount - written);
        }
    }

    /// <summary>Waits until something can be written; false if nobody is to wait.</summary>
    private bool WaitForRoom()
    {
        while (!MustNotWait())
        {
            if (IsReady(-1))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Waits until something can be written; false if the rest is abandoned and nobody reads on.</summary>
    private bool WaitForReader()
    {
        while (true)
        {
            bool last = _abandoned;
            if (IsReady(last ? _abandonMilliseconds : -1))
            {
                return true;
            }

            if (last)
            {
                return false;
            }
        }
    }

    /// <summary>Whether a write would do something now (failing included); waits for that at most <paramref name="milliseconds"/>, or until woken.</summary>
    private bool IsReady(int milliseconds)
    {
        pollfd* descriptors = stackalloc pollfd[2];
        descriptors[0] = new() { fd = _descriptor, events = Libc.POLLOUT };
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

    private void Wake()
    {
        // The machine's end may be told while its last output is given back: the number must still be this eventfd's.
        lock (_stateGate)
        {
            if (_wake >= 0 && !_closed)
            {
                EventFd.Ring(_wake);
            }
        }
    }

    private void AskForRoom()
    {
        lock (_stateGate)
        {
            if (_asked is null && _events is { } events)
            {
                _asked = events.Register(_descriptor, Libc.EPOLLOUT, this);
            }
        }
    }

    private void StopAsking()
    {
        if (_asked is { } asked)
        {
            _asked = null;
            _events?.Unregister(asked);
        }
    }
}
