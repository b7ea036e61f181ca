using System.Runtime.InteropServices;
using System.Text;
using KvmSdk.Devices.Virtio.Queues;

namespace KvmSdk.Devices.Virtio.Console;

/// <summary>Limits of console devices, whatever they are connected to.</summary>
public static class ConsoleDevice
{
    /// <summary>The most ports of one device: each has two of the transport's 64 queues, and four go to control and to a port 0 that is not there.</summary>
    public const int MaxPorts = 30;

    /// <summary>The longest name of a port in bytes.</summary>
    public const int LongestName = 128;

    internal static ConsolePortQueues[] PortsOf(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (names.Count is < 1 or > MaxPorts)
            throw new ArgumentException($"A console device has 1 to {MaxPorts} named ports, not {names.Count}.", nameof(names));
        ConsolePortQueues[] ports = new ConsolePortQueues[names.Count];
        for (int i = 0; i < ports.Length; i++)
        {
            byte[] name = Encoding.UTF8.GetBytes(names[i]);
            if (name.Length is < 1 or > LongestName)
                throw new ArgumentException($"A port's name has 1 to {LongestName} bytes, not {name.Length}.", nameof(names));
            ports[i] = new(name);
        }

        return ports;
    }
}

// Two forms. A device with one console has no control queues: the driver takes its port 0 for a console at once, and learns the size from
// the configuration space, where its two fields have names; in the control message for it Linux long had them the other way round. A device
// with named ports numbers them from 1, as every monitor does, since port 0 is a console to a driver that knows of no others.
//
//   queue   0, 1     2, 3      4, 5      6, 7
//   port    0        control   1         2 ...            the even ones into the guest, the odd ones out of it

/// <summary>The virtio console device: virtio 1.2, section 5.3.</summary>
/// <remarks>
/// Not thread-safe: the shell serialises transport, the host's calls and this. No member allocates after construction, and none
/// throws on account of what a guest does.
/// </remarks>
/// <typeparam name="TBackend">What the ports are connected to.</typeparam>
[HotPath]
public sealed partial class ConsoleDevice<TBackend> : IVirtioDevice
    where TBackend : struct, IConsoleBackend
{
    private const int ControlReceiveQueue = 2;
    private const int ControlSendQueue = 3;

    private readonly TBackend _backend;
    private readonly ConsolePortQueues[] _ports;
    private readonly bool _isMultiPort;
    private ConsoleConfiguration _configuration;
    private IVirtioTransport? _transport;

    /// <summary>A device with one console.</summary>
    /// <param name="backend">What it is connected to.</param>
    public ConsoleDevice(TBackend backend)
        : this(backend, [new([])], isMultiPort: false)
    {
    }

    /// <summary>A device with named ports.</summary>
    /// <param name="backend">What they are connected to.</param>
    /// <param name="names">The names by which a guest finds them: 1 to <see cref="ConsoleDevice.MaxPorts"/> of them, each of 1 to <see cref="ConsoleDevice.LongestName"/> bytes.</param>
    /// <exception cref="ArgumentException">There are too few or too many, or one is too short or too long.</exception>
    public ConsoleDevice(TBackend backend, IReadOnlyList<string> names)
        : this(backend, ConsoleDevice.PortsOf(names), isMultiPort: true)
    {
    }

    private ConsoleDevice(TBackend backend, ConsolePortQueues[] ports, bool isMultiPort)
    {
        _backend = backend;
        _ports = ports;
        _isMultiPort = isMultiPort;
        Features = isMultiPort ? ConsoleFeature.MultiPort : ConsoleFeature.Size | ConsoleFeature.EmergencyWrite;
        _configuration.MaxPorts = isMultiPort ? (uint)ports.Length + 1 : 1;
    }

    /// <inheritdoc/>
    public uint DeviceId => VirtioDeviceId.Console;

    /// <inheritdoc/>
    public ulong Features { get; }

    /// <inheritdoc/>
    public int QueueCount => _isMultiPort ? 4 + (2 * _ports.Length) : 2;

    /// <summary>Width and height of the console in characters and lines; zeros where nobody knows.</summary>
    public (ushort Columns, ushort Rows) Size => (_configuration.Columns, _configuration.Rows);

    /// <summary>Messages of the driver that say nothing sensible: of a port that there is not, or of a kind that is not the driver's to send.</summary>
    public ulong IgnoredMessages { get; private set; }

    /// <inheritdoc/>
    public ushort QueueMaxSize(int queue) => queue is ControlReceiveQueue or ControlSendQueue && _isMultiPort ? ControlQueueSize : ConsolePortQueues.QueueSize;

    /// <summary>What has passed through a port.</summary>
    public ConsoleTraffic TrafficOf(int port) => _ports[port].Traffic;

    /// <summary>Whether the guest has its end of a port open.</summary>
    public bool IsOpen(int port) => _ports[port].IsOpen;

    /// <summary>Whether the host has its end of a port open.</summary>
    public bool IsConnected(int port) => _ports[port].IsConnected;

    /// <summary>The queue with a port's output, for a shell that has room again.</summary>
    public uint SendQueueOf(int port) => (uint)(_isMultiPort ? (2 * port) + 5 : 1);

    /// <inheritdoc/>
    public uint ReadConfiguration(uint offset, int width) =>
        ConfigurationSpace.Read(MemoryMarshal.AsBytes(new ReadOnlySpan<ConsoleConfiguration>(in _configuration)), offset, width);

    /// <summary>A byte written to the last field is output, even before there is a driver; nothing else is writable (section 5.3.4).</summary>
    public void WriteConfiguration(uint offset, int width, uint value)
    {
        if (_isMultiPort || offset != ConsoleConfiguration.EmergencyWriteOffset) return;
        byte character = (byte)value;
        _ports[0].Traffic.SentEmergency(_backend.Write(0, new ReadOnlySpan<byte>(in character)));
    }

    /// <summary>Tells the driver how large the console is, if that is new. A driver asks for the newest size, so many changes are one interrupt each and nothing more.</summary>
    public void Resize(ushort columns, ushort rows)
    {
        if (_isMultiPort || (columns, rows) == Size) return;
        (_configuration.Columns, _configuration.Rows) = (columns, rows);
        _transport?.SignalConfigurationChange();
    }

    /// <summary>Gives input to the guest.</summary>
    /// <param name="port">The port.</param>
    /// <param name="bytes">The input.</param>
    /// <returns>How many bytes it took, from the front; if fewer than given, <see cref="IConsoleBackend.InputSpaceAvailable"/> follows.</returns>
    public int Receive(int port, ReadOnlySpan<byte> bytes)
    {
        ConsolePortQueues queues = _ports[port];
        int taken = queues.Receive(bytes);
        if (taken < 0)
        {
            _transport?.RequireReset();
            return 0;
        }

        if (queues.TakeInterrupt()) _transport?.SignalUsed(ReceiveQueueOf(port));
        return taken;
    }

    /// <inheritdoc/>
    public void Activate(ulong features, ReadOnlySpan<SplitQueue> queues, IVirtioTransport transport)
    {
        _transport = transport;
        if (!_isMultiPort)
        {
            _ports[0].Activate(queues[0], queues[1]);
            Open(0, true);
            return;
        }

        // A driver that knows of no ports finds none: port 0 is not there.
        if ((features & ConsoleFeature.MultiPort) == 0) return;
        _controlReceive = queues[ControlReceiveQueue];
        _controlSend = queues[ControlSendQueue];
        for (int port = 0; port < _ports.Length; port++) _ports[port].Activate(queues[ReceiveQueueOf(port)], queues[(int)SendQueueOf(port)]);
    }

    /// <inheritdoc/>
    public void Reset()
    {
        _transport = null;
        _controlReceive = _controlSend = null;
        for (int port = 0; port < _ports.Length; port++)
        {
            bool wasOpen = _ports[port].IsOpen;
            _ports[port].Reset();
            if (wasOpen) _backend.OpenChanged(port, false);
        }
    }

    /// <summary>Serves a queue. Never waits. To be called too, for a port's output, when the host has room again.</summary>
    /// <inheritdoc/>
    public bool Notify(int queue, bool mayWait)
    {
        if (_transport is not { } transport) return false;
        if (_isMultiPort && queue < 4) return NotifyControl(queue, transport);
        int port = _isMultiPort ? (queue - 4) / 2 : 0;
        ConsolePortQueues queues = _ports[port];
        bool more = false;
        if (queue % 2 == 0)
        {
            if (queues.TakeInputWaits()) _backend.InputSpaceAvailable(port);
        }
        else if (!queues.Send(_backend, port, out more))
        {
            transport.RequireReset();
            return false;
        }

        if (queues.TakeInterrupt()) transport.SignalUsed(queue);
        return more;
    }

    /// <summary>Everything that the device remembers.</summary>
    public ConsoleState Save()
    {
        ConsoleState state = new() { Columns = _configuration.Columns, Rows = _configuration.Rows, HasAgreedOnPorts = _controlSend is not null };
        for (int port = 0; port < _ports.Length; port++) state[port] = _ports[port].Save();
        return state;
    }

    /// <summary>Goes on where another device was. Call it after <see cref="Activate"/> if the driver runs the device.</summary>
    /// <returns>Whether such a device can be; if not, the device is to be reset.</returns>
    public bool TryRestore(in ConsoleState state)
    {
        if (state.HasAgreedOnPorts != (_controlSend is not null)) return false;
        for (int port = 0; port < _ports.Length; port++)
        {
            if (!_ports[port].TryRestore(state[port])) return false;
        }

        (_configuration.Columns, _configuration.Rows) = (state.Columns, state.Rows);
        return true;
    }

    private int ReceiveQueueOf(int port) => _isMultiPort ? (2 * port) + 4 : 0;

    private void Open(int port, bool isOpen)
    {
        ConsolePortQueues queues = _ports[port];
        if (queues.IsOpen == isOpen) return;
        queues.IsOpen = isOpen;
        _backend.OpenChanged(port, isOpen);
        if (isOpen && queues.TakeInputWaits()) _backend.InputSpaceAvailable(port);
    }
}
