// Why vCPUs serve what the guest sends: a console of Linux's stands still, with interrupts off, until its buffer comes back. An event loop would have to
// be woken for it on another CPU; here the notification's exit is all there is, and copies the bytes to the ring.

using KvmSdk.Consoles;
using KvmSdk.Devices.Virtio.Console;

namespace KvmSdk.DeviceShells.Virtio;

/// <summary>The host's end of one port of a virtio console device: between the device and the console that the port is connected to.</summary>
internal sealed class ConsoleEnd : IConsoleReceiver
{
    private readonly MachineHost _host;
    private readonly int _port;
    private VirtioShell<ConsoleDevice<ConsoleBackend>>? _shell;
    private ConsoleDevice<ConsoleBackend>? _device;
    private uint _sendQueue;
    private bool _isOpen;
    private bool _toldOpen;
    private bool _isFinished;
    private bool _hasEnded;

    /// <summary>Opens the console.</summary>
    /// <param name="host">The machine under construction.</param>
    /// <param name="name">The port's property.</param>
    /// <param name="port">The port's number in the order of the host.</param>
    /// <param name="terminal">What it is connected to.</param>
    public ConsoleEnd(MachineHost host, string name, int port, Terminal terminal)
    {
        ArgumentNullException.ThrowIfNull(host);
        _host = host;
        _port = port;

        // Before the interrupt line: what is owned is disposed in the order in which it came.
        host.Own(new Ending(this));
        Line = new ConsoleLine(host, name, terminal, this) { OnTurn = Turn };
    }

    /// <summary>The way to the console.</summary>
    public ConsoleLine Line { get; }

    /// <summary>Told on the event loop that the guest has opened or closed its end.</summary>
    public Action<bool>? OpenChanged { get; set; }

    /// <summary>Whether the guest has its end open. Stale at once.</summary>
    public bool IsOpen => Volatile.Read(ref _isOpen);

    /// <summary>What has passed through so far.</summary>
    public ConsoleCounters Counters
    {
        get
        {
            ConsoleTraffic traffic = _device!.TrafficOf(_port);
            return new(
                traffic.BytesSent, traffic.BuffersSent, traffic.BytesReceived, traffic.Stalls, traffic.InputRefusals, traffic.EmergencyBytes);
        }
    }

    /// <summary>The device is built.</summary>
    public void Connect(VirtioShell<ConsoleDevice<ConsoleBackend>> shell, ConsoleDevice<ConsoleBackend> device)
    {
        _shell = shell;
        _device = device;
        _sendQueue = device.SendQueueOf(_port);
    }

    /// <summary>Changes the device and tells the guest; without effect when the machine has ended.</summary>
    public void Change(Action<ConsoleDevice<ConsoleBackend>> change) => _shell?.Change(device =>
    {
        if (!_hasEnded)
        {
            change(device);
        }

        return !_hasEnded;
    });

    /// <inheritdoc/>
    public int Receive(ReadOnlySpan<byte> bytes) => Line.IsClosed || _shell is not { } shell
        ? 0
        : shell.Use(new Input(this, bytes), static (device, input) => input.End._hasEnded ? 0 : device.Receive(input.End._port, input.Bytes));

    /// <inheritdoc/>
    public void RequestStop() => _host.Lifecycle.End(new MachineOutcome.Stopped());

    /// <summary>Takes what the guest sends. With the device's lock held, as the next two.</summary>
    [HotPath]
    internal int Write(ReadOnlySpan<byte> bytes)
    {
        if (_isFinished)
        {
            return 0;
        }

        int taken = Line.Push(bytes);
        RingIfAsked();
        return taken;
    }

    /// <summary>The guest takes input again.</summary>
    [HotPath]
    internal void InputSpaceAvailable()
    {
        Line.InputSpaceAvailable();
        RingIfAsked();
    }

    /// <summary>The guest has opened or closed its end.</summary>
    [HotPath]
    internal void Opened(bool isOpen)
    {
        Volatile.Write(ref _isOpen, isOpen);
        Line.RequestTurn();
        RingIfAsked();
    }

    [HotPath]
    private void RingIfAsked()
    {
        if (Line.TakeRing() && !_hasEnded)
        {
            Line.Ring();
        }
    }

    /// <summary>On the event loop, and once more at the machine's end: takes what the guest had to keep for want of room, and tells of the guest's end.</summary>
    private void Turn(bool isLast)
    {
        if (Line.TakeRoom() || isLast)
        {
            _shell?.Serve(_sendQueue);
        }

        if (isLast)
        {
            // The last time it was served in any case, since a notification may have been left to the event loop. What would come now, nobody would see.
            _shell?.Change(_ => !(_isFinished = true));
        }

        bool isOpen = IsOpen;
        if (isOpen != _toldOpen)
        {
            _toldOpen = isOpen;
            OpenChanged?.Invoke(isOpen);
        }
    }

    /// <summary>Input on its way through the shell's lock.</summary>
    private readonly ref struct Input(ConsoleEnd end, ReadOnlySpan<byte> bytes)
    {
        public ConsoleEnd End { get; } = end;

        public ReadOnlySpan<byte> Bytes { get; } = bytes;
    }

    /// <summary>The machine's interrupt lines and doorbells are about to go, which somebody may still want to use.</summary>
    private sealed class Ending(ConsoleEnd owner) : IDisposable
    {
        public void Dispose() => owner._shell?.Change(_ => !(owner._hasEnded = true));
    }
}

/// <summary>The ports of a device, as its core sees them.</summary>
[HotPath]
internal readonly struct ConsoleBackend(ConsoleEnd[] ends) : IConsoleBackend
{
    /// <inheritdoc/>
    public int Write(int port, ReadOnlySpan<byte> bytes) => ends[port].Write(bytes);

    /// <inheritdoc/>
    public void InputSpaceAvailable(int port) => ends[port].InputSpaceAvailable();

    /// <inheritdoc/>
    public void OpenChanged(int port, bool isOpen) => ends[port].Opened(isOpen);
}
