using System.Text;
using KvmSdk.Devices.Tests.Memory;
using KvmSdk.Devices.Virtio;
using KvmSdk.Devices.Virtio.Block;
using KvmSdk.Devices.Virtio.Mmio;

namespace KvmSdk.Devices.Tests.Virtio.Block;

public sealed class BlockDeviceTests : IDisposable
{
    private const byte Ok = 0, IoError = 1, Unsupported = 2;

    private readonly BlockRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void A_read_fills_the_pieces_in_order_and_reports_their_length_and_the_status()
    {
        (byte status, uint written) = _rig.Do(BlockRig.In, 3, Piece.Out(BlockRig.Data, 512), Piece.Out(GuestRam.HighBase, 1024));
        Assert.Equal(Ok, status);
        Assert.Equal(1537u, written);
        Assert.Equal(_rig.Disk.Bytes[1536..2048], _rig.Ram.Span(BlockRig.Data, 512).ToArray());
        Assert.Equal(_rig.Disk.Bytes[2048..3072], _rig.Ram.Span(GuestRam.HighBase, 1024).ToArray());
        Assert.Equal(["Read 1536+1536"], _rig.Disk.Log);
    }

    [Fact]
    public void A_write_takes_the_pieces_in_order()
    {
        _rig.Ram.Span(BlockRig.Data, 1024).Fill(0x5A);
        (byte status, uint written) = _rig.Do(BlockRig.Out, 63, Piece.In(BlockRig.Data, 100), Piece.In(BlockRig.Data + 100, 412));
        Assert.Equal(Ok, status);
        Assert.Equal(1u, written);
        Assert.True(_rig.Disk.Bytes.AsSpan(63 * 512, 512).IndexOfAnyExcept((byte)0x5A) < 0);
        Assert.Equal(["Write 32256+512"], _rig.Disk.Log);
    }

    [Fact]
    public void Header_data_and_status_may_be_cut_anywhere()
    {
        _rig.WriteHeader(0, BlockRig.Out, 1);
        _rig.Ram.Span(BlockRig.HeaderAt(0) + 16, 512).Fill(0x77);
        // Header in two parts, the second together with the data; the status in the middle of nowhere.
        _rig.Queue.Offer(Piece.In(BlockRig.HeaderAt(0), 5), Piece.In(BlockRig.HeaderAt(0) + 5, 11 + 512), Piece.Out(BlockRig.Data, 3));
        _rig.Driver.Kick();
        Assert.Equal(["Write 512+512"], _rig.Disk.Log);
        Assert.Equal(0x77, _rig.Disk.Bytes[512]);
        Assert.Equal([0, 0, Ok], _rig.Ram.Span(BlockRig.Data, 3).ToArray());
        Assert.Equal(1, _rig.Queue.UsedIndex);

        // Data and status in one piece.
        _rig.WriteHeader(1, BlockRig.In, 0);
        _rig.Ram.Write(BlockRig.Data + 512, BlockRig.Untouched);
        _rig.Queue.Offer(Piece.In(BlockRig.HeaderAt(1), 16), Piece.Out(BlockRig.Data, 513));
        _rig.Driver.Kick();
        Assert.Equal(Ok, _rig.Ram.Read<byte>(BlockRig.Data + 512));
        Assert.Equal(_rig.Disk.Bytes[..512], _rig.Ram.Span(BlockRig.Data, 512).ToArray());
        Assert.Equal(513u, _rig.Queue.Used(1).Written);
    }

    [Fact]
    public void A_flush_reaches_the_disk()
    {
        Assert.Equal((Ok, 1u), _rig.Do(BlockRig.FlushType, 0));
        Assert.Equal(["Flush 0+0"], _rig.Disk.Log);
    }

    [Theory]
    [InlineData("", 20)]
    [InlineData("disk-1", 20)]
    [InlineData("exactly-twenty-chars", 20)]
    [InlineData("disk-1", 4)]
    [InlineData("disk-1", 32)]
    public void The_id_is_given_padded_with_zeros_as_far_as_there_is_room(string id, int room)
    {
        using BlockRig rig = new(new() { QueueSize = 16, Id = id });
        rig.Ram.Span(BlockRig.Data, room).Fill(0xEE);
        (byte status, uint written) = rig.Do(BlockRig.GetId, 0, Piece.Out(BlockRig.Data, (uint)room));
        byte[] padded = [.. Encoding.ASCII.GetBytes(id), .. new byte[20 - id.Length]];
        byte[] expected = room <= 20 ? padded[..room] : [.. padded, .. Enumerable.Repeat((byte)0xEE, room - 20)];
        Assert.Equal(Ok, status);
        Assert.Equal(expected, rig.Ram.Span(BlockRig.Data, room).ToArray());
        // The length is that of the prefix that was written: with room to spare it ends before the status.
        Assert.Equal(room <= 20 ? (uint)room + 1 : 20, written);
    }

    [Theory]
    [InlineData(BlockStatus.IoError, IoError)]
    [InlineData(BlockStatus.Unsupported, Unsupported)]
    public void A_failure_of_the_disk_is_reported_and_nothing_counts_as_written(BlockStatus answer, byte status)
    {
        _rig.Disk.Answer = answer;
        Assert.Equal((status, 0u), _rig.Do(BlockRig.In, 0, Piece.Out(BlockRig.Data, 512)));
        Assert.Equal((status, 1u), _rig.Do(BlockRig.Out, 0, Piece.In(BlockRig.Data, 512)));
        Assert.Equal((status, 1u), _rig.Do(BlockRig.FlushType, 0));
    }

    [Fact]
    public void Writes_are_durable_exactly_when_the_driver_does_not_flush()
    {
        using BlockRig rig = new(new() { QueueSize = 16, Discard = true, WriteZeroes = true }, accept: ~BlockFeature.Flush);
        rig.Do(BlockRig.Out, 0, Piece.In(BlockRig.Data, 512));
        rig.Do(BlockRig.In, 0, Piece.Out(BlockRig.Data, 512));
        rig.WriteRange(BlockRig.Data, 1, 1, 0);
        rig.Do(BlockRig.WriteZeroesType, 0, Piece.In(BlockRig.Data, 16));
        rig.Do(BlockRig.DiscardType, 0, Piece.In(BlockRig.Data, 16));
        Assert.Equal(["Write 0+512 durable", "Read 0+512", "WriteZeroes 512+512 durable", "Discard 512+512"], rig.Disk.Log);
        _rig.Do(BlockRig.Out, 0, Piece.In(BlockRig.Data, 512));
        Assert.Equal(["Write 0+512"], _rig.Disk.Log);
    }

    [Fact]
    public void A_batch_is_served_with_one_notification_and_interrupts_as_the_driver_wishes()
    {
        for (int i = 0; i < 5; i++) _rig.Offer(i, BlockRig.FlushType, 0);
        _rig.Queue.UsedEvent = 4;
        _rig.Driver.Kick();
        Assert.Equal(5, _rig.Queue.UsedIndex);
        Assert.Equal(1, _rig.Driver.Interrupt.Edges);
        Assert.Equal(MmioRegister.InterruptUsed, _rig.Driver.HandleInterrupt());
        Assert.Equal(5, _rig.Queue.AvailableEvent);
    }

    [Fact]
    public void A_driver_that_waits_for_the_first_is_told_before_the_last_is_done()
    {
        int requestsAtEdge = -1;
        _rig.Driver.Interrupt.OnRaise = () => requestsAtEdge = _rig.Disk.Requests;
        for (int i = 0; i < 3; i++) _rig.Offer(i, BlockRig.FlushType, 0);
        _rig.Queue.UsedEvent = 0;
        _rig.Driver.Transport.Notify(0, mayWait: true);
        Assert.Equal(1, requestsAtEdge);
    }

    [Fact]
    public void While_the_device_looks_it_wants_no_notifications()
    {
        using BlockRig rig = new(accept: ~VirtioFeature.EventIndex);
        List<int> flags = [];
        rig.Disk.OnSubmit = () => flags.Add(rig.Queue.DeviceFlags);
        rig.Do(BlockRig.FlushType, 0);
        flags.Add(rig.Queue.DeviceFlags);
        Assert.Equal([1, 0], flags);
    }

    [Fact]
    public void The_configuration_describes_the_disk()
    {
        Assert.Equal(64UL, _rig.Driver.Transport.Read(0x100, 8));
        Assert.Equal(14u, _rig.Driver.In(0x100 + 12));
        Assert.Equal(512u, _rig.Driver.In(0x100 + 20));
        Assert.Equal(0u, _rig.Driver.In(0x100 + 36));
        Assert.Equal(0u, _rig.Driver.In(0x100 + 48));
        Assert.Equal(0u, _rig.Driver.In(0x100 + 60));
        _rig.Driver.Out(0x100, 1);
        Assert.Equal(64UL, _rig.Driver.Transport.Read(0x100, 8));
    }

    [Fact]
    public void The_configuration_describes_what_discard_and_zeroing_may_do()
    {
        using BlockRig rig = new(new() { QueueSize = 16, Discard = true, WriteZeroes = true, BlockSize = 4096 });
        uint[] fields = [.. Enumerable.Range(0, 6).Select(i => rig.Driver.In(0x100 + 36 + (4 * (uint)i)))];
        Assert.Equal([1u << 22, 1, 8, 1u << 22, 1, 1], fields);
        Assert.Equal(4096u, rig.Driver.In(0x100 + 20));
    }

    [Theory]
    [InlineData(false, false, false, 0x0E54UL)]
    [InlineData(true, false, false, 0x0E74UL)]
    [InlineData(false, true, false, 0x2E54UL)]
    [InlineData(false, false, true, 0x4E54UL)]
    [InlineData(true, true, true, 0x0E74UL)]
    public void What_is_offered_follows_from_the_options(bool readOnly, bool discard, bool zeroes, ulong features)
    {
        using BlockRig rig = new(new() { QueueSize = 16, ReadOnly = readOnly, Discard = discard, WriteZeroes = zeroes }, start: false);
        Assert.Equal(features, rig.Driver.OfferedFeatures() & 0xFFFFFF);
        Assert.Equal(2u, rig.Driver.In(MmioRegister.DeviceId));
        Assert.Equal(16u, rig.Driver.In(MmioRegister.QueueSizeMax));
    }

    [Fact]
    public void A_new_capacity_is_announced_and_holds_for_later_requests()
    {
        _rig.Disk.Capacity = 32;
        Assert.Equal(Ok, _rig.Do(BlockRig.In, 32, Piece.Out(BlockRig.Data, 512)).Status);
        _rig.Driver.HandleInterrupt();
        _rig.Device.RefreshCapacity();
        _rig.Device.RefreshCapacity();
        Assert.Equal(1u, _rig.Driver.In(MmioRegister.ConfigurationGeneration));
        Assert.Equal(MmioRegister.InterruptConfiguration, _rig.Driver.HandleInterrupt());
        Assert.Equal(32UL, _rig.Driver.Transport.Read(0x100, 8));
        Assert.Equal(IoError, _rig.Do(BlockRig.In, 32, Piece.Out(BlockRig.Data, 512)).Status);
        Assert.Equal(Ok, _rig.Do(BlockRig.In, 31, Piece.Out(BlockRig.Data, 512)).Status);
    }

    public static TheoryData<BlockDeviceOptions> BadOptions() =>
    [
        new BlockDeviceOptions { BlockSize = 256 },
        new BlockDeviceOptions { BlockSize = 8192 },
        new BlockDeviceOptions { BlockSize = 1000 },
        new BlockDeviceOptions { QueueSize = 2 },
        new BlockDeviceOptions { QueueSize = 100 },
        new BlockDeviceOptions { QueueSize = 2048 },
        new BlockDeviceOptions { RequestsInFlight = 0 },
        new BlockDeviceOptions { RequestsInFlight = 1025 },
        new BlockDeviceOptions { Id = "twenty-one-characters" },
        new BlockDeviceOptions { Id = "disqué" },
    ];

    [Theory]
    [MemberData(nameof(BadOptions))]
    public void Options_out_of_range_are_refused(BlockDeviceOptions options) =>
        Assert.Throws<ArgumentException>(() => new BlockDevice<RamDisk.Backend>(new RamDisk.Backend(new RamDisk(1)), options));
}
