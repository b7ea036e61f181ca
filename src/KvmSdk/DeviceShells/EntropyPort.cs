using KvmSdk.Devices.Virtio.Entropy;
using KvmSdk.DeviceShells.Virtio;
using KvmSdk.Kernel;

namespace KvmSdk;

/// <summary>A running virtio entropy device (virtio 1.2, section 5.4).</summary>
public sealed class EntropyPort : IBusDevice
{
    private readonly VirtioShell<EntropyDevice<KernelEntropy>> _shell;
    private readonly EntropyDevice<KernelEntropy> _device;

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
        EventFd doorbell = host.NewEventFd();
        DevicePacemaker? pacemaker = entropy.Limit.IsNone ? null : host.Own(new DevicePacemaker(host.Events, doorbell));
        _device = new(default, entropy.Limit.NewLimiter(), pacemaker);
        _shell = new(host, window, irq, _device, doorbell: doorbell);
    }

    /// <summary>The property's name.</summary>
    public string Name { get; }

    /// <summary>What the device has done so far. Each number is exact; together they may be a request apart.</summary>
    public EntropyCounters Counters => new(_device.Traffic.Requests, _device.Traffic.Bytes, _device.Traffic.Waits);

    /// <inheritdoc/>
    public ulong Read(uint offset, int width) => _shell.Read(offset, width);

    /// <inheritdoc/>
    public void Write(uint offset, int width, ulong value) => _shell.Write(offset, width, value);
}
