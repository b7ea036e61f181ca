using KvmSdk.Devices.Virtio.Block;

namespace KvmSdk.Devices.Tests.Virtio.Block;

/// <summary>Requests at and beyond every boundary; a refused one never reaches the disk, and its head always comes back.</summary>
public sealed class BlockBoundsTests : IDisposable
{
    private const byte Ok = 0, IoError = 1, Unsupported = 2;

    private readonly BlockRig _rig = new(new() { QueueSize = 16, Discard = true, WriteZeroes = true });

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(0UL, 512u, true)]
    [InlineData(63UL, 512u, true)]
    [InlineData(62UL, 1024u, true)]
    [InlineData(0UL, 64u * 512, true)]
    [InlineData(63UL, 1024u, false)]
    [InlineData(64UL, 512u, false)]
    [InlineData(0UL, 65u * 512, false)]
    [InlineData(ulong.MaxValue, 512u, false)]
    [InlineData(1UL << 55, 512u, false)]
    [InlineData((1UL << 55) + 1, 512u, false)]
    [InlineData(ulong.MaxValue - 1, 1024u, false)]
    [InlineData(0UL, 1u, false)]
    [InlineData(0UL, 511u, false)]
    [InlineData(0UL, 513u, false)]
    public void Transfers_are_whole_sectors_within_the_capacity(ulong sector, uint length, bool inside)
    {
        byte expected = inside ? Ok : IoError;
        Assert.Equal(expected, _rig.Do(BlockRig.In, sector, Piece.Out(BlockRig.Data, length)).Status);
        Assert.Equal(expected, _rig.Do(BlockRig.Out, sector, Piece.In(BlockRig.Data, length)).Status);
        Assert.Equal(inside ? 2 : 0, _rig.Disk.Requests);
    }

    [Theory]
    [InlineData(BlockRig.In, 0UL, Ok)]
    [InlineData(BlockRig.In, 64UL, Ok)]
    [InlineData(BlockRig.In, 65UL, IoError)]
    [InlineData(BlockRig.Out, 64UL, Ok)]
    [InlineData(BlockRig.Out, 65UL, IoError)]
    public void A_transfer_of_nothing_is_done_without_the_disk(uint type, ulong sector, byte status)
    {
        Assert.Equal((status, 1u), _rig.Do(type, sector));
        Assert.Equal(0, _rig.Disk.Requests);
    }

    [Theory]
    [InlineData(2u)]
    [InlineData(3u)]
    [InlineData(5u)]
    [InlineData(10u)]
    [InlineData(14u)]
    [InlineData(16u)]
    [InlineData(0x8000_0000u)]
    [InlineData(uint.MaxValue)]
    public void An_unknown_type_is_unsupported(uint type)
    {
        Assert.Equal((Unsupported, 1u), _rig.Do(type, 0, Piece.In(BlockRig.Data, 512)));
        Assert.Equal(0, _rig.Disk.Requests);
    }

    [Theory]
    [InlineData(0UL, 1u, 0u, Ok)]
    [InlineData(0UL, 64u, 0u, Ok)]
    [InlineData(63UL, 1u, 0u, Ok)]
    [InlineData(64UL, 0u, 0u, Ok)]
    [InlineData(0UL, 65u, 0u, IoError)]
    [InlineData(64UL, 1u, 0u, IoError)]
    [InlineData(ulong.MaxValue, 1u, 0u, IoError)]
    [InlineData(0UL, uint.MaxValue, 0u, IoError)]
    [InlineData(0UL, 1u, 1u, Unsupported)]
    [InlineData(0UL, 1u, 2u, Unsupported)]
    [InlineData(0UL, 1u, 0x8000_0000u, Unsupported)]
    public void A_discard_is_a_range_within_the_capacity_without_flags(ulong sector, uint count, uint flags, byte status)
    {
        _rig.WriteRange(BlockRig.Data, sector, count, flags);
        Assert.Equal((status, 1u), _rig.Do(BlockRig.DiscardType, 0, Piece.In(BlockRig.Data, 16)));
        Assert.Equal(status == Ok && count > 0 ? [$"Discard {sector * 512}+{count * 512}"] : [], _rig.Disk.Log);
    }

    [Theory]
    [InlineData(1UL, 2u, 0u, Ok)]
    [InlineData(1UL, 2u, 1u, Ok)]
    [InlineData(1UL, 2u, 3u, Unsupported)]
    [InlineData(63UL, 2u, 0u, IoError)]
    public void Zeroing_is_a_range_within_the_capacity_and_may_unmap(ulong sector, uint count, uint flags, byte status)
    {
        _rig.WriteRange(BlockRig.Data, sector, count, flags);
        Assert.Equal((status, 1u), _rig.Do(BlockRig.WriteZeroesType, 0, Piece.In(BlockRig.Data, 16)));
        Assert.Equal(status == Ok ? [$"WriteZeroes 512+1024{(flags == 1 ? " unmap" : "")}"] : [], _rig.Disk.Log);
        if (status == Ok) Assert.False(_rig.Disk.Bytes.AsSpan(512, 1024).ContainsAnyExcept((byte)0));
    }

    [Theory]
    [InlineData(1u << 22, Ok)]
    [InlineData((1u << 22) + 1, IoError)]
    public void A_range_is_no_longer_than_was_announced(uint count, byte status)
    {
        _rig.Disk.Capacity = 1UL << 40;
        _rig.Disk.Answer = BlockStatus.Ok;
        _rig.Device.RefreshCapacity();
        _rig.WriteRange(BlockRig.Data, 0, count, 0);
        Assert.Equal(status, _rig.Do(BlockRig.DiscardType, 0, Piece.In(BlockRig.Data, 16)).Status);
        Assert.Equal(status, _rig.Do(BlockRig.WriteZeroesType, 0, Piece.In(BlockRig.Data, 16)).Status);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(15u)]
    [InlineData(17u)]
    [InlineData(32u)]
    public void A_discard_has_exactly_one_range(uint length)
    {
        _rig.WriteRange(BlockRig.Data, 0, 1, 0);
        _rig.WriteRange(BlockRig.Data + 16, 1, 1, 0);
        Assert.Equal(IoError, _rig.Do(BlockRig.DiscardType, 0, Piece.In(BlockRig.Data, length)).Status);
        Assert.Equal(0, _rig.Disk.Requests);
    }

    [Fact]
    public void Discard_and_zeroing_need_their_features_to_be_agreed()
    {
        using BlockRig rig = new(new() { QueueSize = 16, Discard = true, WriteZeroes = true }, ~(BlockFeature.Discard | BlockFeature.WriteZeroes));
        rig.WriteRange(BlockRig.Data, 0, 1, 0);
        Assert.Equal(Unsupported, rig.Do(BlockRig.DiscardType, 0, Piece.In(BlockRig.Data, 16)).Status);
        Assert.Equal(Unsupported, rig.Do(BlockRig.WriteZeroesType, 0, Piece.In(BlockRig.Data, 16)).Status);
        Assert.Equal(0, rig.Disk.Requests);
    }

    [Fact]
    public void A_read_only_disk_is_read_and_never_changed_even_for_a_driver_that_ignores_the_feature()
    {
        using BlockRig rig = new(new() { QueueSize = 16, ReadOnly = true, Discard = true, WriteZeroes = true }, ~BlockFeature.ReadOnly);
        rig.WriteRange(BlockRig.Data, 0, 1, 0);
        Assert.Equal(IoError, rig.Do(BlockRig.Out, 0, Piece.In(BlockRig.Data, 512)).Status);
        Assert.Equal(Unsupported, rig.Do(BlockRig.DiscardType, 0, Piece.In(BlockRig.Data, 16)).Status);
        Assert.Equal(Unsupported, rig.Do(BlockRig.WriteZeroesType, 0, Piece.In(BlockRig.Data, 16)).Status);
        Assert.Equal(0, rig.Disk.Requests);
        Assert.Equal(Ok, rig.Do(BlockRig.In, 0, Piece.Out(BlockRig.Data, 512)).Status);
        Assert.Equal(Ok, rig.Do(BlockRig.FlushType, 0).Status);
    }

    [Fact]
    public void A_request_without_a_place_for_the_status_is_given_back_with_nothing_in_it()
    {
        _rig.WriteHeader(0, BlockRig.FlushType, 0);
        _rig.Queue.Offer(Piece.In(BlockRig.HeaderAt(0), 16));
        _rig.Offer(1, BlockRig.FlushType, 0);
        _rig.Driver.Kick();
        Assert.Equal((0u, 0u), _rig.Queue.Used(0));
        Assert.Equal(BlockRig.Untouched, _rig.StatusOf(0));
        Assert.Equal(Ok, _rig.StatusOf(1));
        Assert.Equal(0, _rig.Device.PendingRequests);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(15u)]
    public void A_request_without_a_whole_header_fails(uint length)
    {
        _rig.WriteHeader(0, BlockRig.FlushType, 0);
        _rig.Queue.Offer(Piece.In(BlockRig.HeaderAt(0), length), Piece.Out(BlockRig.StatusAt(0), 1));
        _rig.Driver.Kick();
        Assert.Equal(IoError, _rig.StatusOf(0));
        Assert.Equal(0, _rig.Disk.Requests);
    }

    [Fact]
    public void A_header_changed_after_the_device_looked_changes_nothing()
    {
        _rig.Disk.Asynchronous = true;
        _rig.Offer(0, BlockRig.In, 5, Piece.Out(BlockRig.Data, 512));
        _rig.Driver.Kick();
        _rig.WriteHeader(0, BlockRig.Out, ulong.MaxValue);
        BlockRequest request = _rig.Disk.Waiting.Dequeue();
        Assert.Equal((BlockOperation.Read, 2560UL, 512UL), (request.Operation, request.Offset, request.Length));
    }

    [Fact]
    public void A_broken_queue_makes_the_device_need_a_reset_and_a_reset_heals_it()
    {
        _rig.Queue.Offer(Piece.In(0, 16));
        _rig.Driver.Kick();
        _rig.Driver.AssertNeedsReset();
        Assert.Equal(0, _rig.Queue.UsedIndex);
        _rig.Ram.Low.Clear();
        _rig.Driver.Start();
        Assert.Equal(Ok, _rig.Do(BlockRig.FlushType, 0).Status);
    }

    [Fact]
    public void A_capacity_no_offset_can_reach_is_cut()
    {
        RamDisk disk = new(1) { Capacity = ulong.MaxValue, Answer = BlockStatus.Ok };
        BlockDevice<RamDisk.Backend> device = new(new RamDisk.Backend(disk), new() { QueueSize = 16 });
        Assert.Equal(long.MaxValue / 512UL, device.ReadConfiguration(0, 4) | ((ulong)device.ReadConfiguration(4, 4) << 32));
    }
}
