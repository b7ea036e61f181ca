using KvmSdk.Devices.Metering;
using KvmSdk.Devices.Virtio.Pmem;
using KvmSdk.DeviceShells.Virtio;
using KvmSdk.Interop;
using KvmSdk.Kernel;
using KvmSdk.Model.Layout;
using KvmSdk.Model.Rules;

namespace KvmSdk;

/// <summary>
/// Running persistent memory (virtio 1.2, section 5.19): a file in the guest's address space. The guest reads and writes it without anybody; only that it be durable, it asks of the device,
/// whose thread has the file flushed.
/// </summary>
public sealed class PmemDevice : IBusDevice
{
    private readonly VirtioShell<PersistentMemory<PmemBackend>> _shell;
    private readonly MachineHost _host;
    private readonly PmemFile _file;
    private readonly PmemCounterCells _cells = new();

    /// <summary>Opens the file, puts it into the guest's address space and builds the device. Called by generated code.</summary>
    /// <param name="host">The machine under construction.</param>
    /// <param name="name">The property's name.</param>
    /// <param name="window">The guest-physical address of its registers.</param>
    /// <param name="irq">Its interrupt line, an I/O APIC input.</param>
    /// <param name="memoryBase">The guest-physical address at which the memory begins, a multiple of 2 MiB.</param>
    /// <param name="memorySize">The addresses that are set aside for it, in bytes.</param>
    /// <param name="image">The file.</param>
    /// <exception cref="MachineDefinitionException">The image is not raw, has an option of disks, is another disk's file too, or does not fit its addresses or the host's.</exception>
    /// <exception cref="HostException">The file cannot be opened, locked or mapped, has not the length of memory, or its file system has no room for it.</exception>
    public PmemDevice(MachineHost host, string name, ulong window, int irq, ulong memoryBase, ulong memorySize, DiskImage image)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(image);
        StartOverrides.Require(PmemChecks.CheckFormat(name, image.Format == DiskFormat.Raw ? "raw" : "qcow2"));
        StartOverrides.Require(PmemChecks.CheckOptions(name, [.. OptionsOf(image)]));
        host.DoubtPath(name, image.Path);
        StartOverrides.Require(host.Values.AddDisk(name, Path.GetFullPath(image.Path), image.IsReadOnly));
        Name = name;
        MemoryBase = memoryBase;
        _host = host;
        _file = host.Own(new PmemFile(image));
        StartOverrides.Require(PmemChecks.CheckLength(name, image.Path, _file.Size, new(memoryBase, memorySize)));
        StartOverrides.Require(PmemChecks.CheckAddressable(name, new AddressRange(memoryBase, _file.Size), host.AddressBits, host.Plan.Memory.MiB));
        if (!IsReadOnly && !host.Options.IsDryRun)
        {
            _file.Reserve();
        }

        host.AddMemory(memoryBase, _file.Map(), _file.Size, IsReadOnly);
        PmemWatch watch = new(name, _file, _cells, Warn, host.Fail);
        host.Add(watch);
        if (FileChanges.TryWatch(_file.File.Number, watch.Look) is { } changes)
        {
            host.Own(changes);
            host.Events.Register(changes.Number, Libc.EPOLLIN | Libc.EPOLLET, changes);
        }

        _shell = new(
            host, host.NewThread($"kvm-{name}"), window, irq, new PersistentMemory<PmemBackend>(new(_file, _cells, watch), memoryBase, _file.Size), onVcpus: false);
    }

    /// <summary>The host could not make durable what the guest wrote, and the guest was told of an I/O error: told of the first, on the device's thread; all are counted.</summary>
    public event EventHandler<MachineWarning.PmemError>? Failed;

    /// <summary>The property's name.</summary>
    public string Name { get; }

    /// <summary>The guest-physical address at which the memory begins.</summary>
    public ulong MemoryBase { get; }

    /// <summary>The memory's size in bytes: the file's, for a read-only one up to the next multiple of 2 MiB, with zeros behind its end.</summary>
    public ulong Size => _file.Size;

    /// <summary>Whether the guest's writes change nothing.</summary>
    public bool IsReadOnly => _file.File.IsReadOnly;

    /// <summary>What it has done so far. Each number is exact; together they may be a request apart.</summary>
    public PmemCounters Counters => _cells.Read();

    /// <summary>How long the host's flushes took, each of which answers one or more of the guest's.</summary>
    public LatencySnapshot FlushLatency => _cells.FlushLatency.Read();

    /// <inheritdoc/>
    public ulong Read(uint offset, int width) => _shell.Read(offset, width);

    /// <inheritdoc/>
    public void Write(uint offset, int width, ulong value) => _shell.Write(offset, width, value);

    /// <summary>A write of the guest's to the memory came here, which happens only where the memory is read-only. Called by generated code, on a vCPU's thread.</summary>
    /// <param name="offset">The byte's place in the addresses that are set aside.</param>
    /// <returns>Whether there is memory.</returns>
    [HotPath]
    public bool TryDropWrite(ulong offset)
    {
        if (offset >= _file.Size)
        {
            return false;
        }

        if (_cells.CountDropped())
        {
#pragma warning disable KVM0730, KVM0701 // Once a device.
            _host.Warnings.Give(new MachineWarning.PmemWriteDropped(Name, _file.File.Path));
#pragma warning restore KVM0730, KVM0701
        }

        return true;
    }

    /// <summary>What an image says that only a disk can heed, in the order in which its text has it.</summary>
    private static IEnumerable<string> OptionsOf(DiskImage image)
    {
        if (image.Cache != DiskCache.Writeback)
        {
            yield return "cache";
        }

        if (!image.Limit.IsNone)
        {
            yield return "limit";
        }

        if (image.Engine != DiskEngine.Automatic)
        {
            yield return "engine";
        }

        if (image.Serial is not null)
        {
            yield return "serial";
        }
    }

    private void Warn(MachineWarning.PmemError warning)
    {
        _host.Warnings.Give(warning);
        Failed?.Invoke(this, warning);
    }
}
