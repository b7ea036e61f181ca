using KvmSdk.Devices.Virtio.Mmio;

namespace KvmSdk.Devices.Tests.Virtio.Block;

/// <summary>A disk that is asked by a vCPU, which may not wait, and by a thread, which may.</summary>
public sealed class BlockAtOnceTests : IDisposable
{
    private readonly BlockRig _rig = new(new() { QueueSize = 64, RequestsInFlight = 64 }, size: 64);

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void What_can_be_done_at_once_is_done_within_the_notification()
    {
        _rig.Offer(0, BlockRig.In, 1, Piece.Out(BlockRig.Data, 512));
        _rig.Driver.Kick();
        Assert.Equal(1, _rig.Queue.UsedIndex);
        Assert.Equal(1, _rig.Driver.Interrupt.Edges);
        Assert.False(_rig.Driver.Transport.HasUnfinishedWork);
        Assert.Equal(_rig.Disk.Bytes[512..1024], _rig.Ram.Span(BlockRig.Data, 512).ToArray());
    }

    [Fact]
    public void What_would_wait_is_left_to_a_caller_that_may()
    {
        _rig.Disk.AtOnce = false;
        _rig.Offer(0, BlockRig.In, 1, Piece.Out(BlockRig.Data, 512));
        _rig.Offer(1, BlockRig.FlushType, 0);
        _rig.Driver.Kick();
        Assert.Equal(0, _rig.Queue.UsedIndex);
        Assert.Equal(0, _rig.Disk.Requests);
        Assert.Equal(0, _rig.Device.PendingRequests);
        Assert.True(_rig.Driver.Transport.HasUnfinishedWork);

        _rig.Driver.Settle();
        Assert.Equal(2, _rig.Queue.UsedIndex);
        Assert.Equal([(byte)0, (byte)0], [_rig.StatusOf(0), _rig.StatusOf(1)]);
        Assert.False(_rig.Driver.Transport.HasUnfinishedWork);
    }

    [Fact]
    public void One_that_would_wait_does_not_hold_up_the_next()
    {
        _rig.Disk.AtOnce = false;
        _rig.Offer(0, BlockRig.In, 1, Piece.Out(BlockRig.Data, 512));
        _rig.Driver.Kick();
        _rig.Disk.AtOnce = true;
        ushort second = _rig.Offer(1, BlockRig.In, 2, Piece.Out(BlockRig.Data + 512, 512));
        _rig.Driver.Kick();
        Assert.Equal((second, 513u), _rig.Queue.Used(0));
        Assert.True(_rig.Driver.Transport.HasUnfinishedWork);
        _rig.Driver.Settle();
        Assert.Equal(2, _rig.Queue.UsedIndex);
    }

    [Fact]
    public void A_notification_serves_a_bounded_number_and_leaves_the_rest()
    {
        for (int i = 0; i < 20; i++) _rig.Offer(i, BlockRig.FlushType, 0);
        _rig.Driver.Kick();
        Assert.Equal(16, _rig.Queue.UsedIndex);
        Assert.True(_rig.Driver.Transport.HasUnfinishedWork);
        _rig.Driver.Settle();
        Assert.Equal(20, _rig.Queue.UsedIndex);
    }

    [Fact]
    public void After_a_reset_nothing_that_waited_is_carried_out()
    {
        _rig.Disk.AtOnce = false;
        for (int i = 0; i < 3; i++) _rig.Offer(i, BlockRig.In, 1, Piece.Out(BlockRig.Data, 512));
        _rig.Driver.Kick();
        _rig.Ram.Span(BlockRig.Data, 512).Fill(0x55);
        _rig.Driver.Out(MmioRegister.Status, 0);
        _rig.Driver.Settle();
        Assert.Equal(0, _rig.Disk.Requests);
        Assert.False(_rig.Ram.Span(BlockRig.Data, 512).ContainsAnyExcept((byte)0x55));
        Assert.Equal(0, _rig.Device.PendingRequests);

        // All requests are free again.
        _rig.Driver.Start(64);
        _rig.Disk.AtOnce = true;
        for (int i = 0; i < 16; i++) _rig.Offer(i, BlockRig.FlushType, 0);
        _rig.Driver.Kick();
        Assert.Equal(16, _rig.Queue.UsedIndex);
    }
}
