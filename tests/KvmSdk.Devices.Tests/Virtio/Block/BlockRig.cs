using KvmSdk.Devices.Tests.Memory;
using KvmSdk.Devices.Virtio.Block;

namespace KvmSdk.Devices.Tests.Virtio.Block;

/// <summary>A block device between a disk and a guest driver, both in the test's hands.</summary>
internal sealed class BlockRig : IDisposable
{
    public const int Sectors = 64;
    public const uint In = 0, Out = 1, FlushType = 4, GetId = 8, DiscardType = 11, WriteZeroesType = 13;
    public const byte Untouched = 0xAA;

    private const ulong Headers = FakeDriver<BlockDevice<RamDisk.Backend>>.Data;
    private const ulong Statuses = Headers + 0x1000;

    // Data starts a page after the headers and statuses.
    public const ulong Data = Headers + 0x2000;

    public BlockRig(BlockDeviceOptions? options = null, ulong accept = ulong.MaxValue, ushort size = 16, bool start = true)
    {
        Driver = new(new BlockDevice<RamDisk.Backend>(new RamDisk.Backend(Disk), options ?? new() { QueueSize = 16 }));
        for (int i = 0; i < Disk.Bytes.Length; i++) Disk.Bytes[i] = (byte)((i / 512) + i);
        if (start) Driver.Start(size, accept);
    }

    public RamDisk Disk { get; } = new(Sectors);

    public FakeDriver<BlockDevice<RamDisk.Backend>> Driver { get; }

    public BlockDevice<RamDisk.Backend> Device => Driver.Device;

    public FakeQueue Queue => Driver.Queue;

    public GuestRam Ram => Driver.Ram;

    public static ulong HeaderAt(int slot) => Headers + (16 * (uint)slot);

    public static ulong StatusAt(int slot) => Statuses + (uint)slot;

    public byte StatusOf(int slot) => Ram.Read<byte>(StatusAt(slot));

    public void WriteHeader(int slot, uint type, ulong sector)
    {
        Ram.Write(HeaderAt(slot), type);
        Ram.Write(HeaderAt(slot) + 4, 0u);
        Ram.Write(HeaderAt(slot) + 8, sector);
        Ram.Write(StatusAt(slot), Untouched);
    }

    /// <summary>Offers a request in the usual layout (header, data, status) without notifying.</summary>
    public ushort Offer(int slot, uint type, ulong sector, params ReadOnlySpan<Piece> data)
    {
        WriteHeader(slot, type, sector);
        return Queue.Offer([Piece.In(HeaderAt(slot), 16), .. data, Piece.Out(StatusAt(slot), 1)]);
    }

    /// <summary>Offers one request, notifies, and returns the status and the length the device gave back.</summary>
    public (byte Status, uint Written) Do(uint type, ulong sector, params ReadOnlySpan<Piece> data)
    {
        ushort used = Queue.UsedIndex;
        ushort head = Offer(0, type, sector, data);
        Driver.Kick();
        Assert.Equal((ushort)(used + 1), Queue.UsedIndex);
        (uint given, uint written) = Queue.Used(used);
        Assert.Equal(head, given);
        return (StatusOf(0), written);
    }

    public void WriteRange(ulong address, ulong sector, uint count, uint flags)
    {
        Ram.Write(address, sector);
        Ram.Write(address + 8, count);
        Ram.Write(address + 12, flags);
    }

    public void Dispose() => Driver.Dispose();
}
