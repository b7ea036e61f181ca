using KvmSdk.Devices.Tests.Memory;

namespace KvmSdk.Devices.Tests.Virtio.Block;

/// <summary>The part of a guest's driver that speaks the block protocol (section 5.2.6), on a device that a <see cref="FakeDriver"/> has set up.</summary>
/// <param name="driver">The driver of the transport.</param>
/// <param name="memory">The guest's RAM.</param>
/// <param name="headers">A page for headers; the next is for statuses.</param>
internal sealed class BlockDriver(FakeDriver driver, IFakeMemory memory, ulong headers)
{
    public const uint In = 0, Out = 1, Flush = 4, GetId = 8, Discard = 11, WriteZeroes = 13;
    public const byte Ok = 0, IoError = 1, Unsupported = 2;
    public const byte Untouched = 0xAA;

    public ulong HeaderAt(int slot) => headers + (16 * (uint)slot);

    public ulong StatusAt(int slot) => headers + 0x1000 + (uint)slot;

    public byte StatusOf(int slot) => memory.Read<byte>(StatusAt(slot));

    public void WriteHeader(int slot, uint type, ulong sector)
    {
        memory.Write(HeaderAt(slot), type);
        memory.Write(HeaderAt(slot) + 4, 0u);
        memory.Write(HeaderAt(slot) + 8, sector);
        memory.Write(StatusAt(slot), Untouched);
    }

    /// <summary>Offers a request in the usual layout (header, data, status) without notifying.</summary>
    public ushort Offer(int slot, uint type, ulong sector, params ReadOnlySpan<Piece> data)
    {
        WriteHeader(slot, type, sector);
        return driver.Queue.Offer([Piece.In(HeaderAt(slot), 16), .. data, Piece.Out(StatusAt(slot), 1)]);
    }

    /// <summary>Offers one request, notifies, and returns the status and the length the device gave back.</summary>
    public (byte Status, uint Written) Do(uint type, ulong sector, params ReadOnlySpan<Piece> data)
    {
        ushort used = driver.Queue.UsedIndex;
        ushort head = Offer(0, type, sector, data);
        driver.Kick();
        driver.Settle(() => driver.Queue.UsedIndex != used);
        Assert.Equal((ushort)(used + 1), driver.Queue.UsedIndex);
        (uint given, uint written) = driver.Queue.Used(used);
        Assert.Equal(head, given);
        return (StatusOf(0), written);
    }

    /// <summary>Writes the operand of a discard or zeroing.</summary>
    public void WriteRange(ulong address, ulong sector, uint count, uint flags)
    {
        memory.Write(address, sector);
        memory.Write(address + 8, count);
        memory.Write(address + 12, flags);
    }
}
