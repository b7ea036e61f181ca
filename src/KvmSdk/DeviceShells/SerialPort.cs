// The path of output: vCPU ─► UART ─► ring ─► console. The event loop moves bytes from ring to console; a vCPU that finds
// the ring full does it itself, so that nothing is lost and nothing grows. The first byte rings the doorbell; while more
// follow, the loop looks every other millisecond by itself and nobody rings, since waking it costs more than a byte's exit.
//
// Two locks. _uartLock guards the UART and the ring's input end; _consoleLock guards the console and the ring's output end.
// No thread holds both: a vCPU that has to wait for a console must not keep another from reading the line status.

using KvmSdk.Consoles;
using KvmSdk.Devices;
using KvmSdk.Devices.Serial;
using KvmSdk.DeviceShells;
using KvmSdk.Events;
using KvmSdk.Interop;
using KvmSdk.Kernel;

namespace KvmSdk;

/// <summary>A running 16550A UART and the console it is connected to.</summary>
public sealed class SerialPort : IBusDevice, IEventHandler, ILaterHandler, IConsoleReceiver
{
    private const uint Registers = 8;

    private readonly MachineHost _host;
    private readonly TransmitRing _ring = new();
    private readonly EventFd _doorbell;
    private readonly ConsoleEndpoint _endpoint;
    private readonly ConsoleInput _input;
    private readonly Uart16550<InterruptPin, Cable> _uart;
    private readonly EventRegistration _registration;
    private FutexLock _uartLock;
    private FutexLock _consoleLock;
    private int _drainPending;
    private bool _looksLater;
    private int _spacePending;
    private bool _ringAfterAccess;
    private bool _inputWaits;
    private bool _closed;
    private ulong _sent;
    private ulong _received;
    private ulong _stalls;
    private ulong _refusals;

    /// <summary>Builds the port. Called by generated code.</summary>
    /// <param name="host">The machine under construction.</param>
    /// <param name="name">The property's name.</param>
    /// <param name="irq">Its interrupt line, an I/O APIC input.</param>
    /// <param name="terminal">What it is connected to.</param>
    /// <exception cref="MachineDefinitionException">Another port is connected to the program's terminal already.</exception>
    /// <exception cref="HostException">The host refuses the console, e.g. because the file cannot be created.</exception>
    public SerialPort(MachineHost host, string name, int irq, Terminal terminal)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(terminal);
        if (terminal.Kind == TerminalKind.Standard)
        {
            StartOverrides.Require(host.Values.AddStandardTerminal(name));
        }

        _host = host;
        Name = name;
        _doorbell = host.NewEventFd();
        _endpoint = ConsoleEndpoint.Open(terminal, host.Options);
        _endpoint.RoomAvailable = RingForHost;
        _endpoint.MustNotWait = () => host.Lifecycle.IsInterrupted;
        _input = new ConsoleInput(this, host.Events);
        _uart = new(host.ConnectInterrupt(irq), new Cable(this));
        _registration = host.Events.Register(_doorbell.Number, Libc.EPOLLIN | Libc.EPOLLET, this);
        host.Add(this);
    }

    /// <summary>The property's name.</summary>
    public string Name { get; }

    /// <summary>What has passed through the port so far.</summary>
    public SerialCounters Counters
    {
        get
        {
            _uartLock.Enter();
            var counters = new SerialCounters(_sent, _received, _stalls, _refusals);
            _uartLock.Exit();
            return counters;
        }
    }

    /// <summary>
    /// What the guest sends, for a port on <see cref="Terminal.Program"/>. A guest that sends more than a mebibyte ahead of
    /// the reader is made to wait. Ends when the machine has ended and everything was read; stays readable after dispose.
    /// </summary>
    /// <exception cref="InvalidOperationException">The port is connected to something else.</exception>
    public Stream Output => Program.Output;

    /// <summary>What the guest receives, for a port on <see cref="Terminal.Program"/>. A write waits until the guest has taken the bytes into its UART.</summary>
    /// <exception cref="InvalidOperationException">The port is connected to something else.</exception>
    public Stream Input => Program.Input;

    private ProgramEndpoint Program => _endpoint as ProgramEndpoint
        ?? throw new InvalidOperationException($"'{Name}' is not connected to the program; give the machine {Name} = Terminal.Program");

    /// <summary>Reads output up to and including a text, for a port on <see cref="Terminal.Program"/>. What follows stays to be read.</summary>
    /// <param name="text">What to wait for; compared as UTF-8.</param>
    /// <param name="cancellationToken">Gives up waiting; what was read by then is lost.</param>
    /// <returns>Everything read, as UTF-8.</returns>
    /// <exception cref="EndOfStreamException">The machine ended first; the message holds what it sent.</exception>
    public Task<string> ReadUntilAsync(string text, CancellationToken cancellationToken = default) => Program.ReadUntilAsync(text, cancellationToken);

    /// <inheritdoc/>
    public ulong Read(uint offset, int width)
    {
        _uartLock.Enter();
        ulong value = RegisterAccess.ReadWide(_uart, offset, width, Registers);
        LeaveUart();
        return value;
    }

    /// <inheritdoc/>
    public void Write(uint offset, int width, ulong value)
    {
        _uartLock.Enter();

        // An access transmits a byte at most: it touches each register once.
        while (_ring.Room == 0)
        {
            _stalls++;
            _uartLock.Exit();
#pragma warning disable KVM0730 // The guest is ahead of its console by a whole ring, and is made to wait for it.
            DeliverForGuest();
#pragma warning restore KVM0730
            _uartLock.Enter();
        }

        if (width == 1)
        {
            _uart.Write(offset, (byte)value);
        }
        else
        {
            RegisterAccess.WriteWide(_uart, offset, width, Registers, value);
        }

        LeaveUart();
    }

    /// <inheritdoc/>
    int IConsoleReceiver.Receive(ReadOnlySpan<byte> bytes)
    {
        _uartLock.Enter();
        int taken = _closed ? 0 : _uart.Receive(bytes);
        _received += (ulong)taken;
        if (taken < bytes.Length && !_closed)
        {
            _inputWaits = true;
            _refusals++;
        }

        _uartLock.Exit();
        return taken;
    }

    /// <inheritdoc/>
    void IConsoleReceiver.RequestStop() => _host.Lifecycle.End(new MachineOutcome.Stopped());

    /// <inheritdoc/>
    void IEventHandler.OnEvents(uint events)
    {
        DeliverFromLoop();
        if (Interlocked.Exchange(ref _spacePending, 0) != 0)
        {
            _input.RaiseSpaceAvailable();
        }
    }

    /// <summary>The machine is about to start.</summary>
    internal void Attach() => _endpoint.Attach(_input);

    /// <summary>A pause or an end was asked for; nobody is to wait for a reader of the output.</summary>
    internal void ReleaseWriter() => _endpoint.ReleaseWriter();

    /// <summary>The guest has run for the last time: delivers the rest and closes the console. Doing it twice is fine.</summary>
    internal void Finish()
    {
        _uartLock.Enter();
        bool first = !_closed;
        _closed = true;
        _uartLock.Exit();
        if (!first)
        {
            return;
        }

        _host.Events.Unregister(_registration);
        _consoleLock.Enter();
        try
        {
            Deliver(int.MaxValue);
        }
        finally
        {
            _endpoint.Dispose();
            _consoleLock.Exit();
        }
    }

    // The UART's lock is given back here, and the doorbell rung outside it if the access asked for that.
    [HotPath]
    private void LeaveUart()
    {
        bool ring = _ringAfterAccess;
        _ringAfterAccess = false;
        _uartLock.Exit();
        if (ring)
        {
            _doorbell.Ring();
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

    /// <inheritdoc/>
    void ILaterHandler.OnLater()
    {
        _looksLater = false;
        if (Volatile.Read(ref _closed))
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
    }

    private void DeliverForGuest()
    {
        _consoleLock.Enter();
        Drain(TransmitRing.Capacity);
        _consoleLock.Exit();
        _doorbell.Ring();
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
        _uartLock.Enter();
        if (!_closed)
        {
            _doorbell.Ring();
        }

        _uartLock.Exit();
    }

    /// <summary>The other end of the UART's cable. Called with the UART's lock held.</summary>
    private readonly struct Cable(SerialPort port) : ISerialBackend
    {
        public void Transmit(byte value)
        {
            port._ring.Push(value);
            port._sent++;

            // Also the barrier between the ring's new byte and the look at the flag; OnLater has its counterpart.
            if (Interlocked.Exchange(ref port._drainPending, 1) == 0)
            {
                port._ringAfterAccess = true;
            }
        }

        public void ReceiveSpaceAvailable()
        {
            if (port._inputWaits)
            {
                port._inputWaits = false;
                Volatile.Write(ref port._spacePending, 1);
                port._ringAfterAccess = true;
            }
        }
    }
}
