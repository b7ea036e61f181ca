// Why not simply write: a pipe that nobody reads, or a terminal whose other end hangs, blocks the writer. On the event loop
// that would hold up every device, the escape key included. So output never waits there, and a vCPU waits only interruptibly.
//
//   room? ──no──► ask epoll for room ──► RoomAvailable
//     │ yes
//   write ──some left over──► kept, and written before anything else

using KvmSdk.Events;
using KvmSdk.Interop;

namespace KvmSdk.Consoles;

/// <summary>The way of guest output to a descriptor that somebody else owns too, such as standard output.</summary>
internal sealed class StandardTerminalOutput : IEventHandler, IDisposable
{
    // _gate guards writing and what is kept, and is held while a vCPU waits; _askGate, the inner one, guards the asking and is held for moments.
    private readonly Lock _gate = new();
    private readonly Lock _askGate = new();
    private readonly StandardTerminalDescriptor _descriptor;
    private readonly int _abandonMilliseconds;
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
        _descriptor = new StandardTerminalDescriptor(descriptor);
        _abandonMilliseconds = abandonMilliseconds;
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
            if (_descriptor.NeverWaits)
            {
                return int.MaxValue;
            }

            if (Volatile.Read(ref _keptCount) == 0 && _descriptor.IsReady(0))
            {
                return _descriptor.Portion;
            }

            AskForRoom();
            return 0;
        }
    }

    /// <summary>From now on the loop can tell of room.</summary>
    public void Attach(IEventLoop events)
    {
        lock (_askGate)
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
            bool mayWait = _keptCount > 0 || bytes.Length > _descriptor.Portion;
            while (true)
            {
                if (_keptCount == 0)
                {
                    bytes = bytes[_descriptor.Write(bytes)..];
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
    public void Release() => _descriptor.Wake();

    /// <summary>Whoever wants the machine's end does not want to wait for its reader: the rest is dropped unless somebody still takes it.</summary>
    public void Abandon()
    {
        _abandoned = true;
        _descriptor.Wake();
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
            lock (_askGate)
            {
                if (_closed)
                {
                    return;
                }

                StopAsking();
                _events = null;
                _closed = true;
            }

            _descriptor.Dispose();
        }
    }

    /// <summary>There is room. A vCPU that is writing just now sees it by itself.</summary>
    void IEventHandler.OnEvents(uint events)
    {
        lock (_askGate)
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

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_kept.Length - _keptStart - _keptCount < bytes.Length)
        {
            byte[] larger = _kept.Length >= _keptCount + bytes.Length ? _kept : new byte[Math.Max(_keptCount + bytes.Length, _descriptor.Portion)];
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
            int written = _descriptor.Write(_kept.AsSpan(_keptStart, _keptCount));
            _keptStart += written;
            Volatile.Write(ref _keptCount, _keptCount - written);
        }
    }

    /// <summary>Waits until something can be written; false if nobody is to wait.</summary>
    private bool WaitForRoom()
    {
        while (!MustNotWait())
        {
            if (_descriptor.IsReady(-1))
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
            if (_descriptor.IsReady(last ? _abandonMilliseconds : -1))
            {
                return true;
            }

            if (last)
            {
                return false;
            }
        }
    }

    private void AskForRoom()
    {
        lock (_askGate)
        {
            if (_asked is null && _events is { } events)
            {
                _asked = events.Register(_descriptor.Number, Libc.EPOLLOUT, this);
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
