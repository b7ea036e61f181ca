using KvmSdk.Devices.Metering;
using KvmSdk.Devices.Virtio.FileSystem;
using KvmSdk.DeviceShells.Virtio;
using KvmSdk.DeviceShells.Virtio.Files;

namespace KvmSdk;

/// <summary>A running virtio file system device (virtio 1.2, section 5.11) on a directory of the host, served by a thread of its own.</summary>
public sealed class DirectoryDevice : IBusDevice
{
    // What a guest's kernel keeps of a large tree; each costs this program a descriptor while it is used, and 48 bytes.
    private const int MostNodes = 1 << 18;
    private const int MostHandles = 1 << 14;

    private readonly VirtioShell<FileSystemDevice<HostFileBackend>> _shell;
    private readonly FileSystemDevice<HostFileBackend> _device;

    /// <summary>Opens the directory and builds the device. Called by generated code.</summary>
    /// <param name="host">The machine under construction.</param>
    /// <param name="name">The property's name.</param>
    /// <param name="window">The guest-physical address of its registers.</param>
    /// <param name="irq">Its interrupt line, an I/O APIC input.</param>
    /// <param name="tag">The tag by which the guest mounts it.</param>
    /// <param name="directory">The directory.</param>
    /// <exception cref="HostException">It is not there, no directory, or not for this user.</exception>
    public DirectoryDevice(MachineHost host, string name, ulong window, int irq, string tag, HostDirectory directory)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(directory);
        Name = name;
        Tag = tag;
        HostFiles files = new(directory, path => host.Warnings.Give(new MachineWarning.DirectoryFull(name, path, SharedDescriptors.Most)));
        _device = new(new HostFileBackend(files), new FileSystemOptions
        {
            Tag = tag,
            IsReadOnly = directory.IsReadOnly,
            MostNodes = Math.Min(MostNodes, SharedDescriptors.Most),
            MostHandles = Math.Min(MostHandles, SharedDescriptors.Most),
        });
        host.Own(new Ending(_device, files));
        _shell = new(host, host.NewThread($"kvm-{name}", FileThread.Prepare), window, irq, _device, onVcpus: false);
    }

    /// <summary>The property's name.</summary>
    public string Name { get; }

    /// <summary>The tag by which the guest mounts it.</summary>
    public string Tag { get; }

    /// <summary>Whether the guest has mounted it.</summary>
    public bool IsMounted => _device.IsMounted;

    /// <summary>What the guest has done so far.</summary>
    public DirectoryCounters Counters
    {
        get
        {
            FileSystemTraffic traffic = _device.Traffic;
            return new(
                traffic.Lookups, traffic.Opens, traffic.Reads, traffic.Writes, traffic.Listings, traffic.Changes, traffic.Others,
                traffic.BytesRead, traffic.BytesWritten, traffic.Errors, traffic.Refusals);
        }
    }

    /// <summary>How long requests took, from taken off the queue to given back.</summary>
    public LatencySnapshot Latency => _device.Latency.Read();

    /// <inheritdoc/>
    public ulong Read(uint offset, int width) => _shell.Read(offset, width);

    /// <inheritdoc/>
    public void Write(uint offset, int width, ulong value) => _shell.Write(offset, width, value);

    /// <summary>Closes what the guest had open; every thread has ended by then.</summary>
    private sealed class Ending(FileSystemDevice<HostFileBackend> device, HostFiles files) : IDisposable
    {
        public void Dispose()
        {
            device.Reset();
            files.Dispose();
        }
    }
}
