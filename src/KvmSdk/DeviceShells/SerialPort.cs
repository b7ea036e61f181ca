using KvmSdk.Consoles;
using KvmSdk.Devices;
using KvmSdk.Devices.Serial;
using KvmSdk.DeviceShells;
using KvmSdk.Kernel;

namespace KvmSdk;

/// <summary>A running 16550A UART and the console it is connected to.</summary>
public sealed class SerialPort : IBusDevice, IConsoleReceiver
{
    private const uint Registers = 8;

    private readonly MachineHost _host;
    private readonly ConsoleLine _line;
    private readonly Uart16550<InterruptPin, Cable> _uart;
    private FutexLock _uartLock;
    private bool _inputWaits;
    private ulong _sent;
    private ulong _received;
    private ulong _stalls;
    private ulong _refusals;

    /// <summary>Builds the port. Called by generated code.</summary>
    /// <param name="host">The machine under construction.</param>
    /// <param name="name">The property's name.</param>
    /// <param name="irq">Its interrupt line, an I/O APIC input.</param>
    /// <param name="terminal">What it is connected to.</param>
    /// <exception cref="MachineDefinitionException">Another console is connected to the program's terminal already.</exception>
    /// <exception cref="HostException">The host refuses the console, e.g. because the file cannot be created.</exception>
    public SerialPort(MachineHost host, string name, int irq, Terminal terminal)
    {
        ArgumentNullException.ThrowIfNull(host);
        _host = host;
        _line = new ConsoleLine(host, name, terminal, this);
        _uart = new(host.ConnectInterrupt(irq), new Cable(this));
    }

    /// <summary>The property's name.</summary>
    public string Name => _line.Name;

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
    public Stream Output => _line.Program.Output;

    /// <summary>What the guest receives, for a port on <see cref="Terminal.Program"/>. A write waits until the guest has taken the bytes into its UART.</summary>
    /// <exception cref="InvalidOperationException">The port is connected to something else.</exception>
    public Stream Input => _line.Program.Input;

    /// <summary>Reads output up to and including a text, for a port on <see cref="Terminal.Program"/>. What follows stays to be read.</summary>
    /// <param name="text">What to wait for; compared as UTF-8.</param>
    /// <param name="cancellationToken">Gives up waiting; what was read by then is lost.</param>
    /// <returns>Everything read, as UTF-8.</returns>
    /// <exception cref="EndOfStreamException">The machine ended first; the message holds what it sent.</exception>
    public Task<string> ReadUntilAsync(string text, CancellationToken cancellationToken = default) => _line.Program.ReadUntilAsync(text, cancellationToken);

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
        while (_line.Room == 0)
        {
            _stalls++;
            _uartLock.Exit();
#pragma warning disable KVM0730 // The guest is ahead of its console by a whole ring, and is made to wait for it.
            _line.DeliverForGuest();
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
        int taken = _line.IsClosed ? 0 : _uart.Receive(bytes);
        _received += (ulong)taken;
        if (taken < bytes.Length && !_line.IsClosed)
        {
            _inputWaits = true;
            _refusals++;
        }

        _uartLock.Exit();
        return taken;
    }

    /// <inheritdoc/>
    void IConsoleReceiver.RequestStop() => _host.Lifecycle.End(new MachineOutcome.Stopped());

    // The UART's lock is given back here, and the doorbell rung outside it if the access asked for that.
    [HotPath]
    private void LeaveUart()
    {
        bool ring = _line.TakeRing();
        _uartLock.Exit();
        if (ring)
        {
            _line.Ring();
        }
    }

    /// <summary>The other end of the UART's cable. Called with the UART's lock held.</summary>
    private readonly struct Cable(SerialPort port) : ISerialBackend
    {
        public void Transmit(byte value)
        {
            port._line.Push(value);
            port._sent++;
        }

        public void ReceiveSpaceAvailable()
        {
            if (port._inputWaits)
            {
                port._inputWaits = false;
                port._line.InputSpaceAvailable();
            }
        }
    }
}
