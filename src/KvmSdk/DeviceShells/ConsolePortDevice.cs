using KvmSdk.Devices.Virtio.Console;
using KvmSdk.DeviceShells.Virtio;

namespace KvmSdk;

/// <summary>The running virtio console device that all named ports of a machine share: one window and one interrupt line for up to thirty channels.</summary>
public sealed class ConsolePortDevice : IBusDevice
{
    private readonly ConsolePort[] _ports;
    private readonly VirtioShell<ConsoleDevice<ConsoleBackend>> _shell;

    /// <summary>Builds the device with its ports. Called by generated code.</summary>
    /// <param name="host">The machine under construction.</param>
    /// <param name="window">The guest-physical address of its registers.</param>
    /// <param name="irq">Its interrupt line, an I/O APIC input.</param>
    /// <param name="ports">The ports, in order of declaration.</param>
    /// <exception cref="MachineDefinitionException">Another console is connected to the program's terminal already.</exception>
    /// <exception cref="HostException">The host refuses a console, e.g. because the file cannot be created.</exception>
    public ConsolePortDevice(MachineHost host, ulong window, int irq, ReadOnlySpan<ConsolePortDefinition> ports)
    {
        ConsoleEnd[] ends = new ConsoleEnd[ports.Length];
        string[] names = new string[ports.Length];
        _ports = new ConsolePort[ports.Length];
        for (int i = 0; i < ports.Length; i++)
        {
            ends[i] = new ConsoleEnd(host, ports[i].Property, i, ports[i].Terminal);
            names[i] = ports[i].GuestName;
            _ports[i] = new ConsolePort(ends[i], i, names[i]);
        }

        ConsoleDevice<ConsoleBackend> device = new(new ConsoleBackend(ends), names);
        _shell = new(host, window, irq, device, onVcpus: true);
        foreach (ConsoleEnd end in ends)
        {
            end.Connect(_shell, device);
        }
    }

    /// <summary>A port, by its place in the declaration.</summary>
    public ConsolePort this[int port] => _ports[port];

    /// <inheritdoc/>
    public ulong Read(uint offset, int width) => _shell.Read(offset, width);

    /// <inheritdoc/>
    public void Write(uint offset, int width, ulong value) => _shell.Write(offset, width, value);
}
