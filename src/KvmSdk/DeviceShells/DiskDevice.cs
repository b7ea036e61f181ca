using KvmSdk.Devices.Limits;
using KvmSdk.Devices.Metering;
using KvmSdk.Devices.Virtio.Block;
using KvmSdk.DeviceShells.Virtio;
using KvmSdk.Events;
using KvmSdk.Interop;
using KvmSdk.Kernel;
using KvmSdk.Model.Rules;

namespace KvmSdk;

/// <summary>
/// A running virtio block device (virtio 1.2, section 5.2) on its image. What the host's page cache answers is answered at once, what waits for the
/// storage by io_uring or a thread of the disk's own.
/// </summary>
public sealed class DiskDevice : IBusDevice
{
    private readonly VirtioShell<BlockDevice<FileBackend>> _shell;
    private readonly BlockDevice<FileBackend> _device;
    private readonly OpenImage _image;
    private readonly DiskFile _file;
    private readonly DiskCounterCells _cells = new();
    private readonly Lock _resizing = new();
    private readonly bool _isReadOnly;
    private bool _hasEnded;

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
    /// <exception cref="HostException">The image cannot be opened, is locked by another machine, has not the size of a disk, or is no sound image of its format; or the host refuses io_uring or O_DIRECT where it was asked for.</exception>
    public DiskDevice(MachineHost host, string name, ulong window, int irq, int queues, int queueSize, int sectorSize, DiskImage image)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(image);
        host.DoubtPath(name, image.Path);
        StartOverrides.Require(host.Values.AddDisk(name, Path.GetFullPath(image.Path), image.IsReadOnly));
        for (DiskImage? below = image.Backing; below is not null; below = below.Backing)
        {
            StartOverrides.Require(host.Values.AddDisk(name, Path.GetFullPath(below.Path), isReadOnly: true));
        }

        string serial = DiskSerial.Of(name, image.Serial);
        if (host.Values.AddSerial(name, serial) is { } violation)
        {
            host.Warn(violation);
        }

        Name = name;
        _isReadOnly = image.IsReadOnly;

        // What is owned is disposed in the order in which it came: nobody may announce a new size after the register page is gone, and the kernel has to
        // be done with the guest's memory before that is unmapped.
        host.Own(new Ending(this));
        _image = host.Own(new OpenImage(image, sectorSize));
        DiskFile file = _file = _image.File;
        DiskWatch watch = new(name, file, _cells, warning => Warn(host, warning), host.Fail);
        host.Add(watch);
        DoorbellThread thread = host.NewThread($"kvm-{name}");
        DiskRing? ring = MakeRing(image, file, thread.Doorbell);
        if (ring is not null)
        {
            host.Own(ring);
        }

        Engine = ring is null ? DiskEngine.Thread : DiskEngine.IoUring;
        FileBackend backend = new(file, _cells, watch, ring, _image.Qcow2 is null ? null : new Qcow2Backend(_image.Qcow2, _cells, watch));
        RateLimiter limiter = image.Limit.NewLimiter();
        _device = new(
            backend,
            new BlockDeviceOptions
            {
                ReadOnly = image.IsReadOnly,
                Discard = true,
                WriteZeroes = true,
                Id = serial,
                Queues = queues,
                QueueSize = (ushort)queueSize,
                BlockSize = (uint)sectorSize,
                PhysicalBlockSize = file.PhysicalBlockSize,
                RequestsInFlight = DiskCounterCells.DefaultRequests,
            },
            limiter,
            limiter.IsLimited ? host.Own(new DevicePacemaker(host.Events, thread.Doorbell)) : null);
        _shell = new(host, thread, window, irq, _device, onVcpus: _image.CanReadAtOnce, ring is null ? null : new RingTurns(ring, backend));
    }

    /// <summary>The host could not carry out a request, and the guest was told of an I/O error: told of the first, on the disk's thread; all are counted.</summary>
    public event EventHandler<MachineWarning.DiskError>? Failed;

    /// <summary>The disk has a new size, in bytes, and the guest was told.</summary>
    public event EventHandler<long>? Resized;

    /// <summary>The property's name.</summary>
    public string Name { get; }

    /// <summary>The disk's size in bytes.</summary>
    public ulong Size => _image.Size;

    /// <summary>How requests that would wait are carried out on this host: <see cref="DiskEngine.IoUring"/> or <see cref="DiskEngine.Thread"/>.</summary>
    public DiskEngine Engine { get; }

    /// <summary>What the disk has done so far.</summary>
    public DiskCounters Counters => _cells.Read();

    /// <summary>
    /// How long reads took, from when the device took them from the queue until they had ended. Those that the host's page cache answered at once are counted in
    /// <see cref="Counters"/> only, since the clock would slow them.
    /// </summary>
    public LatencySnapshot ReadLatency => _cells.ReadLatency.Read();

    /// <summary>How long writes, zeroings and discards took.</summary>
    public LatencySnapshot WriteLatency => _cells.WriteLatency.Read();

    /// <summary>How long flushes took.</summary>
    public LatencySnapshot FlushLatency => _cells.FlushLatency.Read();

    /// <summary>How often requests had to wait in the queue because of the disk's limit of rate.</summary>
    public ulong LimitWaits => _device.Waits;

    /// <summary>Makes the disk, and a regular file behind it, larger; the guest is told. A block device has to be as large already.</summary>
    /// <param name="newSize">The new size in bytes, a multiple of the sector. Not smaller than the disk is: its guest may have data at the end.</param>
    /// <param name="cancellationToken">Gives up before anything was changed.</param>
    /// <returns>Done when the guest was told; when it looks is its affair.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The size is smaller than the disk, no multiple of the sector, or larger than a disk can be.</exception>
    /// <exception cref="InvalidOperationException">The disk is read-only or a qcow2 image, or the machine has ended.</exception>
    /// <exception cref="HostException">The host refuses, e.g. for want of space. The disk is as it was.</exception>
    public Task ResizeAsync(long newSize, CancellationToken cancellationToken = default) => Task.Run(() => Resize(newSize), cancellationToken);

    /// <inheritdoc/>
    public ulong Read(uint offset, int width) => _shell.Read(offset, width);

    /// <inheritdoc/>
    public void Write(uint offset, int width, ulong value) => _shell.Write(offset, width, value);

    private static DiskRing? MakeRing(DiskImage image, DiskFile file, EventFd doorbell)
    {
        // Another format looks at its tables between reads and writes, one request after the other.
        if (image.Engine == DiskEngine.Thread || image.Format != DiskFormat.Raw)
        {
            return null;
        }

        IoUring? ring = IoUring.TryMake(DiskCounterCells.DefaultRequests, doorbell, out Errno errno);
        return ring is not null ? new DiskRing(file, ring, DiskCounterCells.DefaultRequests)
            : image.Engine == DiskEngine.Automatic ? null
            : throw KernelError.Make("io_uring_setup", errno, "allow io_uring (sysctl kernel.io_uring_disabled, the container's seccomp profile), or leave engine= out");
    }

    private void Resize(long newSize)
    {
        lock (_resizing)
        {
            if (_isReadOnly)
            {
                throw new InvalidOperationException($"disk '{Name}' is read-only, and keeps its size");
            }

            if (_image.Qcow2 is not null)
            {
                throw new InvalidOperationException($"disk '{Name}' is a qcow2 image, and keeps its size while the machine runs; 'qemu-img resize' changes it afterwards");
            }

            long size = (long)Size;
            if (newSize < size || newSize % _file.SectorLength != 0)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(newSize), newSize, $"Disk '{Name}' has {size} bytes, and grows by whole sectors of {_file.SectorLength} bytes.");
            }

            if (newSize == size)
            {
                return;
            }

            RefuseIfEnded(Volatile.Read(ref _hasEnded));
            _file.Grow(newSize);
            bool ended = false;
            _shell.Change(device =>
            {
                ended = _hasEnded;
                if (!ended)
                {
                    _file.Publish(newSize);
                    device.RefreshCapacity();
                }

                return false;
            });
            RefuseIfEnded(ended);
        }

        Resized?.Invoke(this, newSize);
    }

    private void RefuseIfEnded(bool ended)
    {
        if (ended)
        {
            throw new InvalidOperationException($"the machine of disk '{Name}' has ended");
        }
    }

    private void Warn(MachineHost host, MachineWarning warning)
    {
        host.Warnings.Give(warning);
        if (warning is MachineWarning.DiskError error)
        {
            Failed?.Invoke(this, error);
        }
    }

    /// <summary>The machine's register pages are about to go, which somebody may still want to change.</summary>
    private sealed class Ending(DiskDevice owner) : IDisposable
    {
        public void Dispose() => owner._shell?.Change(_ => !(owner._hasEnded = true));
    }
}
