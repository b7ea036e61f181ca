// Why on the event loop and not on a thread: a thread blocked in read cannot be told to stop, and costs one at every start. A
// regular file cannot be waited for, but need not be: it is always readable.

using KvmSdk.Events;
using KvmSdk.Interop;

namespace KvmSdk.Consoles;

/// <summary>The way of what is typed, or piped, from a descriptor to the guest.</summary>
/// <param name="descriptor">Where input comes from.</param>
/// <param name="isTerminal">Whether somebody types it: then the escape key is listened to, and what the guest does not take in time is dropped.</param>
/// <param name="input">The guest's end.</param>
/// <param name="command">Told what the user asks of the monitor.</param>
internal sealed unsafe class StandardTerminalInput(int descriptor, bool isTerminal, ConsoleInput input, Action<ConsoleCommand> command) : IEventHandler
{
    /// <summary>How much a user can type ahead of the guest: as much as the kernel's own line discipline holds (N_TTY_BUF_SIZE).</summary>
    private const int TypeAhead = 4096;

    private const int ReadSize = 256;

    private readonly Lock _gate = new();
    private readonly byte[] _ahead = new byte[TypeAhead];
    private int _start;
    private int _count;
    private ConsoleEscape _escape;
    private EventRegistration? _registration;
    private bool _cannotWait;
    private bool _atEnd;

    /// <summary>Begins to pass input on.</summary>
    public void Start()
    {
        input.SpaceAvailable += Deliver;
        lock (_gate)
        {
            // What is there already is read at once. In particular the end of an empty input, such as /dev/null, then costs no registration.
            Advance(Ready());
        }
    }

    /// <summary>Reads no more; when this returns, nothing is being read.</summary>
    public void End()
    {
        input.SpaceAvailable -= Deliver;
        lock (_gate)
        {
            _atEnd = true;
            Listen(false);
        }
    }

    /// <inheritdoc/>
    void IEventHandler.OnEvents(uint events)
    {
        lock (_gate)
        {
            Advance(events);
        }
    }

    private void Deliver()
    {
        lock (_gate)
        {
            Advance(0);
        }
    }

    private void Advance(uint events)
    {
        Read(events);
        bool taken = Offer();
        while (_cannotWait && taken && !_atEnd)
        {
            Read(Libc.EPOLLIN);
            taken = Offer();
        }

        // A pipe waits, without loss, while the guest takes its time. A terminal is always read, or the escape key would not be seen.
        Listen(!_atEnd && !_cannotWait && (isTerminal || taken));
        if (_cannotWait && taken && !_atEnd)
        {
            Advance(Libc.EPOLLIN);
        }
    }

    /// <summary>Offers what is held to the guest; returns whether it took everything. If not, <see cref="Deliver"/> follows.</summary>
    private bool Offer()
    {
        if (_count > 0)
        {
            int taken = input.Offer(_ahead.AsSpan(_start, _count));
            _start += taken;
            _count -= taken;
        }

        return _count == 0;
    }

    private void Read(uint events)
    {
        if (_atEnd || events == 0)
        {
            return;
        }

        byte* bytes = stackalloc byte[ReadSize];

        // SAFETY: the kernel writes at most ReadSize bytes.
        nint length = Libc.read(descriptor, bytes, ReadSize);
        Errno errno = Libc.errno;
        if (length > 0)
        {
            Take(new ReadOnlySpan<byte>(bytes, (int)length));
        }
        else if (length < 0)
        {
            _atEnd = errno is not (Errno.EINTR or Errno.EAGAIN);
        }
        else
        {
            // A raw terminal gives 0 when somebody else read the key first; only its hang-up is the end.
            _atEnd = !isTerminal || (events & (Libc.EPOLLHUP | Libc.EPOLLERR)) != 0;
        }
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        if (!isTerminal)
        {
            Hold(bytes);
            return;
        }

        Span<byte> passed = stackalloc byte[ReadSize + 1];
        while (!bytes.IsEmpty)
        {
            ConsoleCommand asked = _escape.Filter(bytes, passed, out int consumed, out int written);
            Hold(passed[..written]);
            bytes = bytes[consumed..];
            if (asked != ConsoleCommand.None)
            {
                command(asked);
            }
        }
    }

    private void Hold(ReadOnlySpan<byte> bytes)
    {
        if (_start > 0)
        {
            _ahead.AsSpan(_start, _count).CopyTo(_ahead);
            _start = 0;
        }

        int held = Math.Min(bytes.Length, TypeAhead - _count);
        bytes[..held].CopyTo(_ahead.AsSpan(_count));
        _count += held;
    }

    /// <summary>What epoll would say now. A descriptor that is not open has nothing to give.</summary>
    private uint Ready()
    {
        pollfd state = new() { fd = descriptor, events = Libc.POLLIN };

        // SAFETY: the kernel reads and writes one local.
        _ = Libc.poll(&state, 1, 0);
        _atEnd |= (state.revents & Libc.POLLNVAL) != 0;
        return (uint)(ushort)state.revents;
    }

    private void Listen(bool wanted)
    {
        if (!wanted && _registration is { } registration)
        {
            _registration = null;
            input.Events.Unregister(registration);
        }
        else if (wanted && _registration is null)
        {
            try
            {
                _registration = input.Events.Register(descriptor, Libc.EPOLLIN, this);
            }
            catch (HostException)
            {
                // EPERM: a regular file, which is always readable and has an end.
                _cannotWait = true;
            }
        }
    }
}
