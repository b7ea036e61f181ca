using KvmSdk.DeviceShells.Virtio;

namespace KvmSdk;

/// <summary>
/// A named port between the guest and the host (virtio 1.2, section 5.3): a channel for bytes in both directions, for an agent, say. In the guest it is
/// <c>/dev/virtio-ports/NAME</c> where udev runs, and <c>/dev/vportNpM</c> everywhere, with its name in <c>/sys/class/virtio-ports/vportNpM/name</c>.
/// </summary>
public sealed class ConsolePort
{
    private readonly ConsoleEnd _end;
    private readonly int _port;
    private readonly Lock _connectGate = new();
    private bool _isConnected = true;

    internal ConsolePort(ConsoleEnd end, int port, string guestName)
    {
        _end = end;
        _port = port;
        GuestName = guestName;
        end.OpenChanged = isOpen => OpenChanged?.Invoke(this, isOpen);
    }

    /// <summary>
    /// A program of the guest's has opened the port, or closed it. It is called on the machine's event loop, which waits for it: it must not wait for the machine.
    /// An end that is opened and closed again at once may not be told of. One that throws ends the machine.
    /// </summary>
    public event EventHandler<bool>? OpenChanged;

    /// <summary>The property's name.</summary>
    public string Name => _end.Line.Name;

    /// <summary>The name by which the guest finds it.</summary>
    public string GuestName { get; }

    /// <summary>What has passed through so far. Each number is exact; together they may be a buffer apart.</summary>
    public ConsoleCounters Counters => _end.Counters;

    /// <summary>Whether a program of the guest's has the port open now.</summary>
    public bool IsOpen => _end.IsOpen;

    /// <summary>Whether the host's end is open, as it is from the start.</summary>
    public bool IsConnected
    {
        get
        {
            lock (_connectGate)
            {
                return _isConnected;
            }
        }
    }

    /// <summary>
    /// What the guest sends, for a port on <see cref="Terminal.Program"/>. A guest that sends more than a mebibyte ahead of
    /// the reader is made to wait. Ends when the machine has ended and everything was read, not when the guest closes its end; stays readable after dispose.
    /// </summary>
    /// <exception cref="InvalidOperationException">The port is connected to something else.</exception>
    public Stream Output => _end.Line.Program.Output;

    /// <summary>
    /// What the guest receives, for a port on <see cref="Terminal.Program"/>. A write waits until the guest has taken the bytes, and so until a program of its has the
    /// port open. What that program has not read when it closes the port, the guest throws away.
    /// </summary>
    /// <exception cref="InvalidOperationException">The port is connected to something else.</exception>
    public Stream Input => _end.Line.Program.Input;

    /// <summary>Reads output up to and including a text, for a port on <see cref="Terminal.Program"/>. What follows stays to be read.</summary>
    /// <param name="text">What to wait for; compared as UTF-8.</param>
    /// <param name="cancellationToken">Gives up waiting; what was read by then is lost.</param>
    /// <returns>Everything read, as UTF-8.</returns>
    /// <exception cref="EndOfStreamException">The machine ended first; the message holds what it sent.</exception>
    public Task<string> ReadUntilAsync(string text, CancellationToken cancellationToken = default) => _end.Line.Program.ReadUntilAsync(text, cancellationToken);

    /// <summary>
    /// Opens or closes the host's end. While it is closed, a program of the guest's that reads finds the end, and one that writes waits. From any thread; without
    /// effect when the machine has ended.
    /// </summary>
    /// <param name="connected">Whether it is to be open.</param>
    public void SetConnected(bool connected)
    {
        lock (_connectGate)
        {
            _isConnected = connected;
            _end.Change(device => device.SetConnected(_port, connected));
        }
    }
}

/// <summary>A named port of a machine under construction. Made by generated code.</summary>
/// <param name="Property">The property's name.</param>
/// <param name="GuestName">The name by which the guest finds it.</param>
/// <param name="Terminal">What it is connected to.</param>
public readonly record struct ConsolePortDefinition(string Property, string GuestName, Terminal Terminal);
