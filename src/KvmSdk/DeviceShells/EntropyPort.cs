using KvmSdk.Devices.Virtio.Entropy;
using KvmSdk.DeviceShells.Virtio;

namespace KvmSdk;

/// <summary>A running virtio entropy device (virtio 1.2, section 5.4).</summary>
public sealed class EntropyPort : IBusDevice
{
    private readonly VirtioShell<EntropyDevice<KernelEntropy>> _shell;

    /// <summary>Builds the device. Called by generated code.</summary>
    /// <param name="host">The machine under construction.</param>
    /// <param name="name">The property's name.</param>
    /// <param name="window">The guest-physical address of its registers.</param>
    /// <param name="irq">Its interrupt line, an I/O APIC input.</param>
    /// <param name="entropy">Where the bytes come from.</param>
    public EntropyPort(MachineHost host, string name, ulong window, int irq, Entropy entropy)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(entropy);
        Name = name;
        _shell = new(host, window, irq, new EntropyDevice<KernelEntropy>(default));
    }

    /// <summary>The property's name.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public ulong Read(uint offset, int width) => _shell.Read(offset, width);

    /// <inheritdoc/>
    public void Write(uint offset, int width, ulong value) => _shell.Write(offset, width, value);
}
