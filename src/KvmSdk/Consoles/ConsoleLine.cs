// The path of output: guest ─► port ─► ring ─► console. The event loop moves bytes from ring to console; a vCPU that finds
// the ring full may do it itself, so that nothing is lost and nothing grows. The first byte rings the doorbell; while more
// follow, the loop looks every other millisecond by itself and nobody rings, since waking it costs more than a byte's exit.
//
// The port has a lock of its own, which guards the ring's input end; _consoleLock guards the console and the ring's output end.
// No thread waits for one with the other held: a vCPU that has to wait for a console must not keep another from the port.

using KvmSdk.DeviceShells;
using KvmSdk.Events;
using KvmSdk.Interop;
using KvmSdk.Kernel;
using KvmSdk.Vcpus;

namespace KvmSdk.Consoles;

/// <summary>The way between a port of the guest's, of whatever kind, and the console on the host that it is connected to.</summary>
internal sealed class ConsoleLine : IEventHandler, ILaterHandler
{
    private readonly MachineHost _host;
    private readonly TransmitRing _ring = new();
    private readonly EventFd _doorbell;
    private readonly ConsoleEndpoint _endpoint;
    private readonly ConsoleInput _input;
    private readonly EventRegistration _registration;
    private FutexLock _consoleLock;
    private FutexLock _doorLock;
    private int _drainPending;
    private bool _ringAfterAccess;
    private bool _looksLater;
    private int _spacePending;
    private int _roomWanted;
    private bool _closed;

    /// <summary>Opens the console.</summary>
    /// <param name="host">The machine under construction.</param>
    /// <param name="name">The port's property, for messages.</param>
    /// <param name="terminal">What the port is connected to.</param>
    /// <param name="receiver">The port.</param>
    /// <exception cref="MachineDefinitionException">Another console is connected to the program's terminal already.</exception>
    /// <exception cref="HostException">The host refuses the console, e.g. because the file cannot be created.</exception>
    public ConsoleLine(MachineHost host, string name, Terminal terminal, IConsoleReceiver receiver)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(terminal);
        Declared = terminal;
        if (terminal.Kind == TerminalKind.Standard)
        {
            terminal = host.Options.StandardTerminal ?? terminal;
        }

        if (terminal.Kind == TerminalKind.Standard)
        {
            StartOverrides.Require(host.Values.AddStandardTerminal(name));
        }

        Terminal = terminal;
        host.DoubtPath(name, terminal.Path);
        _host = host;
        Name = name;
        _doorbell = host.NewEventFd();
        _endpoint = ConsoleEndpoint.Open(terminal, host.Options);
        _endpoint.RoomAvailable = RingForHost;
        _endpoint.MustNotWait = () => host.Lifecycle.IsInterrupted;
        _input = new ConsoleInput(receiver, host.Events);
        _registration = host.Events.Register(_doorbell.Number, Libc.EPOLLIN | Libc.EPOLLET, this);
        host.Add(this);
    }

    /// <summary>The port's property.</summary>
    public string Name { get; }

    /// <summary>What the instance says it is connected to.</summary>
    public Terminal Declared { get; }

    /// <summary>What it is connected to in this start.</summary>
    public Terminal Terminal { get; }

    /// <summary>
    /// Called on the event loop whenever the doorbell rang, for what a port has to do there; and once more, with true, when the guest has run for the last
    /// time. Set before the machine runs.
    /// </summary>
    public Action<bool>? OnTurn { get; set; }

    /// <summary>Told how large the console is, at the start and whenever that changes, in columns and rows; on any thread. Set before the machine runs.</summary>
    public Action<ushort, ushort>? Resized
    {
        get => _endpoint.Resized;
        set => _endpoint.Resized = value;
    }

    /// <summary>Whether the machine has ended for this console.</summary>
    public bool IsClosed => Volatile.Read(ref _closed);

    /// <summary>The streams, for a port that is connected to the program.</summary>
    /// <exception cref="InvalidOperationException">It is connected to something else.</exception>
    public ProgramEndpoint Program => _endpoint as ProgramEndpoint
        ?? throw new InvalidOperationException($"'{Name}' is not connected to the program; give the machine {Name} = Terminal.Program");

    /// <summary>Bytes that <see cref="Push(byte)"/> takes. With the port's lock held.</summary>
    [HotPath]
    public int Room => _ring.Room;

    /// <summary>Adds a byte of output. With the port's lock held, and room made sure of.</summary>
    [HotPath]
    public void Push(byte value)
    {
        _ring.Push(value);
        RequestDrain();
    }

    /// <summary>Adds as much output as there is room for. With the port's lock held.</summary>
    /// <returns>How many bytes were added; if fewer than given, <see cref="OnTurn"/> is called once there is room, and <see cref="TakeRoom"/> says so.</returns>
    [HotPath]
    public int Push(ReadOnlySpan<byte> bytes)
    {
        int added = _ring.Push(bytes);
        if (added < bytes.Length)
        {
            // Also a barrier: whoever makes room after the next look at the ring sees the wish.
            Interlocked.Exchange(ref _roomWanted, 1);
            added += _ring.Push(bytes[added..]);
        }

        if (added > 0)
        {
            RequestDrain();
        }

        return added;
    }

    /// <summary>The port takes input again that it refused. With the port's lock held.</summary>
    [HotPath]
    public void InputSpaceAvailable()
    {
        Volatile.Write(ref _spacePending, 1);
        _ringAfterAccess = true;
    }

    /// <summary>The port wants its <see cref="OnTurn"/>. With the port's lock held.</summary>
    [HotPath]
    public void RequestTurn() => _ringAfterAccess = true;

    /// <summary>Whether the doorbell is to be rung for what was done; asking counts as having rung. With the port's lock held, while <see cref="Ring"/> may come after.</summary>
    [HotPath]
    public bool TakeRing()
    {
        bool ring = _ringAfterAccess;
        _ringAfterAccess = false;
        return ring;
    }

    /// <summary>Has the event loop look.</summary>
    [HotPath]
    public void Ring() => _doorbell.Ring();

    /// <summary>Whether output was refused for want of room, of which there is some now; asking counts as having told. On the event loop.</summary>
    public bool TakeRoom()
    {
        Interlocked.MemoryBarrier();
        return Volatile.Read(ref _roomWanted) != 0 && _ring.Room > 0 && Interlocked.Exchange(ref _roomWanted, 0) != 0;
    }

    /// <summary>Delivers output on a vCPU's own thread, which is made to wait for its console. Without the port's lock.</summary>
    public void DeliverForGuest()
    {
        using VcpuAllocation.Stretch uncounted = VcpuAllocation.Uncounted();
        _consoleLock.Enter();
        Drain(TransmitRing.Capacity);
        _consoleLock.Exit();
        _doorbell.Ring();
    }

    /// <summary>The machine is about to start.</summary>
    public void Attach() => _endpoint.Attach(_input);

    /// <summary>A pause or an end was asked for; nobody is to wait for a reader of the output.</summary>
    public void ReleaseWriter() => _endpoint.ReleaseWriter();

    /// <summary>The guest has run for the last time: delivers the rest and closes the console. Doing it twice is fine.</summary>
    public void Finish()
    {
        _doorLock.Enter();
        bool first = !_closed;
        _closed = true;
        _doorLock.Exit();
        if (!first)
        {
            return;
        }

        _host.Events.Unregister(_registration);
        try
        {
            DeliverRest();

            // What a port holds that the ring had no room for: a ringful of it, which bounds what a guest leaves behind.
            OnTurn?.Invoke(true);
            DeliverRest();
        }
        finally
        {
            _consoleLock.Enter();
            _endpoint.Dispose();
            _consoleLock.Exit();
        }
    }

    /// <inheritdoc/>
    void IEventHandler.OnEvents(uint events)
    {
        DeliverFromLoop();
        if (Interlocked.Exchange(ref _spacePending, 0) != 0)
        {
            _input.RaiseSpaceAvailable();
        }

        OnTurn?.Invoke(false);
    }

    /// <inheritdoc/>
    void ILaterHandler.OnLater()
    {
        _looksLater = false;
        if (IsClosed)
        {
            return;
        }

        if (_ring.Count == 0)
        {
            // Taken back before the last look at the ring: a byte that comes later rings again.
            Interlocked.Exchange(ref _drainPending, 0);
            if (_ring.Count == 0 || Interlocked.Exchange(ref _drainPending, 1) != 0)
            {
                return;
            }
        }

        DeliverFromLoop();
        OnTurn?.Invoke(false);
    }

    // Also the barrier between the ring's new byte and the look at the flag; OnLater has its counterpart.
    [HotPath]
    private void RequestDrain()
    {
        if (Interlocked.Exchange(ref _drainPending, 1) == 0)
        {
            _ringAfterAccess = true;
        }
    }

    // The doorbell rang. From then on bytes need not ring (_drainPending stays 1) until a later look finds none.
    private void DeliverFromLoop()
    {
        if (!_consoleLock.TryEnter())
        {
            // A vCPU is at it, perhaps waiting for a reader. It rings when it is done.
            return;
        }

        // One ringful at most, so that a flood on this port does not hold up the others.
        Drain(Math.Min(_endpoint.WriteRoom, TransmitRing.Capacity));
        _consoleLock.Exit();
        if (_ring.Count == 0 || _endpoint.WriteRoom > 0)
        {
            LookLater();
        }

        // Otherwise the endpoint rings when it has room again, and meanwhile the guest's bytes need not.
    }

    private void LookLater()
    {
        if (!_looksLater)
        {
            _looksLater = true;
            _host.Events.CallLater(this);
        }
    }

    private void DeliverRest()
    {
        _consoleLock.Enter();
        try
        {
            Deliver(int.MaxValue);
        }
        finally
        {
            _consoleLock.Exit();
        }
    }

    private void Drain(int most)
    {
        try
        {
            Deliver(most);
        }
#pragma warning disable CA1031 // Whatever a console throws ends the machine with an outcome, and must not unwind a vCPU's access.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _ring.Drop(_ring.Count);
            _host.Lifecycle.End(new MachineOutcome.HostFailure($"console '{Name}'", e));
        }
    }

    private void Deliver(int most)
    {
        while (most > 0 && _ring.Peek() is { IsEmpty: false } bytes)
        {
            bytes = bytes[..Math.Min(bytes.Length, most)];
            _endpoint.Write(bytes);
            _ring.Drop(bytes.Length);
            most -= bytes.Length;
        }
    }

    private void RingForHost()
    {
        _doorLock.Enter();
        if (!_closed)
        {
            _doorbell.Ring();
        }

        _doorLock.Exit();
    }
}
