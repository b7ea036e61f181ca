using KvmSdk.Devices.Tests.Memory;
using KvmSdk.Devices.Virtio.Block;

namespace KvmSdk.Devices.Tests.Virtio.Block;

/// <summary>A block device between a disk and a guest driver, both in the test's hands.</summary>
internal sealed class BlockRig : IDisposable
{
    public const int Sectors = 64;
    public const uint In = BlockDriver.In, Out = BlockDriver.Out, FlushType = BlockDriver.Flush, GetId = BlockDriver.GetId,
        DiscardType = BlockDriver.Discard, WriteZeroesType = BlockDriver.WriteZeroes;
    public const byte Untouched = BlockDriver.Untouched;

    private const ulong Headers = FakeDriver<BlockDevice<RamDisk.Backend>>.Data;
    private const ulong Statuses = Headers + 0x1000;

    // Data starts a page after the headers and statuses.
    public const ulong Data = Headers + 0x2000;

    public BlockRig(BlockDeviceOptions? options = null, ulong accept = ulong.MaxValue, ushort size = 16, bool start = true)
    {
        Driver = new(new BlockDevice<RamDisk.Backend>(new RamDisk.Backend(Disk), options ?? new() { QueueSize = 16 }));
        Requests = new(Driver, Driver.Ram, Headers);
        for (int i = 0; i < Disk.Bytes.Length; i++) Disk.Bytes[i] = (byte)((i / 512) + i);
        if (start) Driver.Start(size, accept);
    }

    public RamDisk Disk { get; } = new(Sectors);

    public FakeDriver<BlockDevice<RamDisk.Backend>> Driver { get; }

    public BlockDriver Requests { get; }

    public BlockDevice<RamDisk.Backend> Device => Driver.Device;

    public FakeQueue Queue => Driver.Queue;

    public GuestRam Ram => Driver.Ram;

    public static ulong HeaderAt(int slot) => Headers + (16 * (uint)slot);

    public static ulong StatusAt(int slot) => Statuses + (uint)slot;

    public byte StatusOf(int slot) => Requests.StatusOf(slot);

    public void WriteHeader(int slot, uint type, ulong sector) => Requests.WriteHeader(slot, type, sector);

    public ushort Offer(int slot, uint type, ulong sector, params ReadOnlySpan<Piece> data) => Requests.Offer(slot, type, sector, data);

    public (byte Status, uint Written) Do(uint type, ulong sector, params ReadOnlySpan<Piece> data) => Requests.Do(type, sector, data);

    public void WriteRange(ulong address, ulong sector, uint count, uint flags) => Requests.WriteRange(address, sector, count, flags);

    public void Dispose() => Driver.Dispose();
}
