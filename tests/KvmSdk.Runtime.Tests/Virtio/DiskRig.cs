using KvmSdk.Devices.Tests.Memory;
using KvmSdk.Devices.Tests.Virtio;
using KvmSdk.Devices.Tests.Virtio.Block;
using KvmSdk.Devices.Virtio.Block;
using KvmSdk.DeviceShells.Virtio;
using KvmSdk.Kernel;

namespace KvmSdk.Runtime.Tests.Virtio;

/// <summary>A block device on a real file, with a guest driver in the test's hands and no machine.</summary>
internal sealed class DiskRig : IDisposable
{
    public const ulong Data = FakeDriver<BlockDevice<FileBackend>>.Data + 0x2000;

    private readonly DiskFile _file;
    private readonly DiskCounterCells _cells = new();
    private readonly EventFd _doorbell = new();
    private readonly DiskRing? _ring;

    /// <param name="image">The file.</param>
    /// <param name="accept">The features that the driver takes.</param>
    /// <param name="byRing">Whether the host's io_uring carries out what waits.</param>
    /// <param name="sectorSize">The logical sector.</param>
    public DiskRig(DiskImage image, ulong accept = ulong.MaxValue, bool byRing = false, int sectorSize = 512)
    {
        _file = new(image, sectorSize);
        _ring = byRing ? new(_file, IoUring.TryMake(64, _doorbell, out _)!, 64) : null;
        Watch = new("Root", _file, _cells, Warnings.Add, (part, cause) => Failures.Add($"{part}: {cause.Message}"));
        FileBackend backend = new(_file, _cells, Watch, _ring);
        BlockDevice<FileBackend> device = new(
            backend, new BlockDeviceOptions { ReadOnly = image.IsReadOnly, Discard = true, WriteZeroes = true, BlockSize = (uint)sectorSize });
        Driver = new FakeDriver<BlockDevice<FileBackend>>(device).Start(accept: accept);
        Turns = _ring is null ? null : new(_ring, backend);
        Driver.AfterSettling = Settle;
        Requests = new(Driver, Driver.Ram, FakeDriver<BlockDevice<FileBackend>>.Data);
    }

    public FakeDriver<BlockDevice<FileBackend>> Driver { get; }

    public BlockDriver Requests { get; }

    public DiskWatch Watch { get; }

    /// <summary>What the disk's thread does with the ring.</summary>
    public RingTurns? Turns { get; }

    public BlockDevice<FileBackend> Device => Driver.Device;

    public DiskCounterCells Cells => _cells;

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

    /// <summary>Has the queue served as by the disk's thread, which may wait, until nothing is under way.</summary>
    public void Serve()
    {
        Driver.Transport.Notify(0, mayWait: true);
        Driver.Settle();
    }

    private void Settle()
    {
        if (Turns is not null)
        {
            Turns.BeforeReset(Driver.Device);
            Driver.Transport.Notify(0, mayWait: true);
        }
    }

    public void Dispose()
    {
        _ring?.Dispose();
        _doorbell.Dispose();
        Driver.Dispose();
        _file.Dispose();
    }
}
