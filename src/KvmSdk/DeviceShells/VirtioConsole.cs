using KvmSdk.Devices.Virtio.Console;
using KvmSdk.Devices.Virtio.Mmio;
using KvmSdk.DeviceShells.Virtio;

namespace KvmSdk;

/// <summary>A running virtio console (virtio 1.2, section 5.3) and what it is connected to. Linux calls them <c>hvc0</c>, <c>hvc1</c>, and so on, in order of declaration.</summary>
public sealed class VirtioConsole : IBusDevice
{
    private const uint EmergencyWrite = MmioRegister.Configuration + 8;

    private readonly ConsoleEnd _end;
    private readonly ConsoleDevice<ConsoleBackend> _device;
    private readonly VirtioShell<ConsoleDevice<ConsoleBackend>> _shell;

    /// <summary>Builds the device. Called by generated code.</summary>
    /// <param name="host">The machine under construction.</param>
    /// <param name="name">The property's name.</param>
    /// <param name="window">The guest-physical address of its registers.</param>
    /// <param name="irq">Its interrupt line, an I/O APIC input.</param>
    /// <param name="terminal">What it is connected to.</param>
    /// <exception cref="MachineDefinitionException">Another console is connected to the program's terminal already.</exception>
    /// <exception cref="HostException">The host refuses the console, e.g. because the file cannot be created.</exception>
    public VirtioConsole(MachineHost host, string name, ulong window, int irq, Terminal terminal)
    {
        _end = new ConsoleEnd(host, name, 0, terminal);
        _device = new(new ConsoleBackend([_end]));
        _shell = new(host, window, irq, _device, onVcpus: true);
        _end.Connect(_shell, _device);
        _end.Line.Resized = (columns, rows) => _end.Change(device => device.Resize(columns, rows));
    }

    /// <summary>The property's name.</summary>
    public string Name => _end.Line.Name;

    /// <summary>What has passed through so far. Each number is exact; together they may be a buffer apart.</summary>
    public ConsoleCounters Counters => _end.Counters;

    /// <summary>Whether the guest has a driver for it.</summary>
    public bool IsOpen => _end.IsOpen;

    /// <summary>
    /// What the guest sends, for a console on <see cref="Terminal.Program"/>. A guest that sends more than a mebibyte ahead of
    /// the reader is made to wait. Ends when the machine has ended and everything was read; stays readable after dispose.
    /// </summary>
    /// <exception cref="InvalidOperationException">The console is connected to something else.</exception>
    public Stream Output => _end.Line.Program.Output;

    /// <summary>What the guest receives, for a console on <see cref="Terminal.Program"/>. A write waits until the guest has taken the bytes.</summary>
    /// <exception cref="InvalidOperationException">The console is connected to something else.</exception>
    public Stream Input => _end.Line.Program.Input;

    /// <summary>The width and height in characters and lines that the guest is told; zeros where nobody knows.</summary>
    public (int Columns, int Rows) Size
    {
        get
        {
            (int Columns, int Rows) size = default;
            _shell.Change(device =>
            {
                size = device.Size;
                return false;
            });
            return size;
        }
    }

    /// <summary>Reads output up to and including a text, for a console on <see cref="Terminal.Program"/>. What follows stays to be read.</summary>
    /// <param name="text">What to wait for; compared as UTF-8.</param>
    /// <param name="cancellationToken">Gives up waiting; what was read by then is lost.</param>
    /// <returns>Everything read, as UTF-8.</returns>
    /// <exception cref="EndOfStreamException">The machine ended first; the message holds what it sent.</exception>
    public Task<string> ReadUntilAsync(string text, CancellationToken cancellationToken = default) => _end.Line.Program.ReadUntilAsync(text, cancellationToken);

    /// <summary>
    /// Tells the guest how large the console is; a program there is sent SIGWINCH. One on <see cref="Terminal.Standard"/> follows the terminal by itself. From
    /// any thread; without effect when the machine has ended.
    /// </summary>
    /// <param name="columns">The width in characters, 0 to 65535; 0 where nobody knows.</param>
    /// <param name="rows">The height in lines, 0 to 65535.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public void Resize(int columns, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(columns, ushort.MaxValue);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, ushort.MaxValue);
        _end.Change(device => device.Resize((ushort)columns, (ushort)rows));
    }

    /// <inheritdoc/>
    public ulong Read(uint offset, int width) => _shell.Read(offset, width);

    /// <inheritdoc/>
    public void Write(uint offset, int width, ulong value)
    {
        // Nobody asks for a byte of the configuration space again, so the guest is made to wait for room.
        while (offset == EmergencyWrite && _end.Line.Room == 0)
        {
#pragma warning disable KVM0730 // The guest is ahead of its console by a whole ring.
            _end.Line.DeliverForGuest();
#pragma warning restore KVM0730
        }

        _shell.Write(offset, width, value);
    }
}
