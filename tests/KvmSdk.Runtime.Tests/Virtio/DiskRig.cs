using KvmSdk.Devices.Tests.Memory;
using KvmSdk.Devices.Tests.Virtio;
using KvmSdk.Devices.Tests.Virtio.Block;
using KvmSdk.Devices.Virtio.Block;
using KvmSdk.DeviceShells.Virtio;

namespace KvmSdk.Runtime.Tests.Virtio;

/// <summary>A block device on a real file, with a guest driver in the test's hands and no machine.</summary>
internal sealed class DiskRig : IDisposable
{
    public const ulong Data = FakeDriver<BlockDevice<FileBackend>>.Data + 0x2000;

    private readonly DiskFile _file;
    private readonly DiskCounterCells _cells = new();

    public DiskRig(DiskImage image, ulong accept = ulong.MaxValue)
    {
        _file = new(image);
        Watch = new("Root", _file, _cells, Warnings.Add, (part, cause) => Failures.Add($"{part}: {cause.Message}"));
        BlockDevice<FileBackend> device = new(
            new FileBackend(_file, _cells, Watch), new BlockDeviceOptions { ReadOnly = image.IsReadOnly, Discard = true, WriteZeroes = true });
        Driver = new FakeDriver<BlockDevice<FileBackend>>(device).Start(accept: accept);
        Requests = new(Driver, Driver.Ram, FakeDriver<BlockDevice<FileBackend>>.Data);
    }

    public FakeDriver<BlockDevice<FileBackend>> Driver { get; }

    public BlockDriver Requests { get; }

    public DiskWatch Watch { get; }

    /// <summary>What the user was warned of.</summary>
    public List<MachineWarning> Warnings { get; } = [];

    /// <summary>What would have ended the machine.</summary>
    public List<string> Failures { get; } = [];

    public GuestRam Ram => Driver.Ram;

    public DiskCounters Counters => _cells.Read();

    /// <summary>Does a request whose operand is a range.</summary>
    public byte DoRange(uint type, ulong sector, uint count, uint flags = 0)
    {
        Requests.WriteRange(Data, sector, count, flags);
        return Requests.Do(type, 0, Piece.In(Data, 16)).Status;
    }

    public void Dispose()
    {
        Driver.Dispose();
        _file.Dispose();
    }
}
