using KvmSdk.Devices.Virtio.Block;
using KvmSdk.DeviceShells.Virtio;
using KvmSdk.Model.Rules;

namespace KvmSdk;

/// <summary>A running virtio block device (virtio 1.2, section 5.2) on its image. What the host's page cache answers is answered at once, the rest by a thread of its own.</summary>
public sealed class DiskDevice : IBusDevice
{
    private readonly VirtioShell<BlockDevice<FileBackend>> _shell;
    private readonly DiskCounterCells _cells = new();

    /// <summary>Opens the image and builds the device. Called by generated code.</summary>
    /// <param name="host">The machine under construction.</param>
    /// <param name="name">The property's name; its first 20 characters are the disk's serial number where the image has none.</param>
    /// <param name="window">The guest-physical address of its registers.</param>
    /// <param name="irq">Its interrupt line, an I/O APIC input.</param>
    /// <param name="queues">How many queues it has, 1 to 64.</param>
    /// <param name="queueSize">The most descriptors in each, a power of two from 4 to 1024.</param>
    /// <param name="sectorSize">Its logical sector in bytes, a power of two from 512 to 4096.</param>
    /// <param name="image">The disk's contents.</param>
    /// <exception cref="MachineDefinitionException">Another disk of the machine is the same file.</exception>
    /// <exception cref="HostException">The image cannot be opened, is locked by another machine, or has not the size of a disk.</exception>
    public DiskDevice(MachineHost host, string name, ulong window, int irq, int queues, int queueSize, int sectorSize, DiskImage image)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(image);
        StartOverrides.Require(host.Values.AddDisk(name, Path.GetFullPath(image.Path), image.IsReadOnly));
        string serial = DiskSerial.Of(name, image.Serial);
        if (host.Values.AddSerial(name, serial) is { } violation)
        {
            host.Warnings.Give(new MachineWarning.BrokenRule(violation.Rule.Id, violation.Message));
        }

        Name = name;
        DiskFile file = host.Own(new DiskFile(image, sectorSize));
        Size = file.Sectors * DiskFile.SectorSize;
        DiskWatch watch = new(name, file, _cells, host.Warnings.Give, host.Fail);
        host.Add(watch);
        BlockDevice<FileBackend> device = new(new FileBackend(file, _cells, watch), new BlockDeviceOptions
        {
            ReadOnly = image.IsReadOnly,
            Discard = true,
            WriteZeroes = true,
            Id = serial,
            Queues = queues,
            QueueSize = (ushort)queueSize,
            BlockSize = (uint)sectorSize,
            PhysicalBlockSize = file.PhysicalBlockSize,
        });
        _shell = new(host, host.NewThread($"kvm-{name}"), window, irq, device, onVcpus: file.CanReadAtOnce);
    }

    /// <summary>The property's name.</summary>
    public string Name { get; }

    /// <summary>The disk's size in bytes.</summary>
    public ulong Size { get; }

    /// <summary>What the disk has done so far.</summary>
    public DiskCounters Counters => _cells.Read();

    /// <inheritdoc/>
    public ulong Read(uint offset, int width) => _shell.Read(offset, width);

    /// <inheritdoc/>
    public void Write(uint offset, int width, ulong value) => _shell.Write(offset, width, value);
}
