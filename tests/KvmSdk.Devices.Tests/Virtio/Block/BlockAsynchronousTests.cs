using KvmSdk.Devices.Virtio.Block;
using KvmSdk.Devices.Virtio.Mmio;

namespace KvmSdk.Devices.Tests.Virtio.Block;

public sealed class BlockAsynchronousTests : IDisposable
{
    private readonly BlockRig _rig = new(new() { QueueSize = 16, RequestsInFlight = 2 });

    public BlockAsynchronousTests() => _rig.Disk.Asynchronous = true;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void A_pending_request_is_given_back_when_it_completes()
    {
        ushort head = _rig.Offer(0, BlockRig.In, 1, Piece.Out(BlockRig.Data, 512));
        _rig.Driver.Kick();
        Assert.Equal(0, _rig.Queue.UsedIndex);
        Assert.Equal(BlockRig.Untouched, _rig.StatusOf(0));
        Assert.Equal(1, _rig.Device.PendingRequests);

        CompleteNext();
        Assert.Equal(0, _rig.Driver.Interrupt.Edges);
        _rig.Driver.Transport.Notify(0, mayWait: true);
        Assert.Equal(1, _rig.Driver.Interrupt.Edges);
        Assert.Equal((head, 513u), _rig.Queue.Used(0));
        Assert.Equal(0, _rig.StatusOf(0));
        Assert.Equal(_rig.Disk.Bytes[512..1024], _rig.Ram.Span(BlockRig.Data, 512).ToArray());
        Assert.Equal(0, _rig.Device.PendingRequests);
    }

    [Fact]
    public void Requests_complete_in_any_order()
    {
        ushort first = _rig.Offer(0, BlockRig.In, 1, Piece.Out(BlockRig.Data, 512));
        ushort second = _rig.Offer(1, BlockRig.FlushType, 0);
        _rig.Driver.Kick();
        BlockRequest one = _rig.Disk.Waiting.Dequeue();
        BlockRequest two = _rig.Disk.Waiting.Dequeue();
        Assert.NotEqual(one.Index, two.Index);
        _rig.Device.Complete(two, BlockStatus.Ok);
        _rig.Device.Complete(one, BlockStatus.IoError);
        Assert.Equal((second, 1u), _rig.Queue.Used(0));
        Assert.Equal((first, 0u), _rig.Queue.Used(1));
        Assert.Equal(0, _rig.StatusOf(1));
        Assert.Equal(1, _rig.StatusOf(0));
    }

    [Fact]
    public void No_more_are_under_way_than_allowed_and_the_rest_waits_in_the_queue()
    {
        for (int i = 0; i < 5; i++) _rig.Offer(i, BlockRig.FlushType, 0);
        _rig.Driver.Kick();
        Assert.Equal(2, _rig.Disk.Requests);
        Assert.False(_rig.Driver.Transport.HasUnfinishedWork);
        for (int done = 1; done <= 5; done++)
        {
            CompleteNext();
            _rig.Driver.Transport.Notify(0, mayWait: true);
            Assert.Equal(done, _rig.Queue.UsedIndex);
            Assert.Equal(Math.Min(2 + done, 5), _rig.Disk.Requests);
        }

        // The queue has asked for notifications again, from the next request on.
        Assert.Equal(5, _rig.Queue.AvailableEvent);
    }

    [Theory]
    [InlineData(MmioRegister.Status)]
    [InlineData(MmioRegister.QueueReady)]
    public void A_request_that_completes_after_a_reset_or_stop_touches_nothing_of_the_guest(uint register)
    {
        _rig.Offer(0, BlockRig.FlushType, 0);
        _rig.Driver.Kick();
        _rig.Driver.Out(register, 0);
        Assert.Equal(1, _rig.Device.PendingRequests);
        _rig.Device.Complete(_rig.Disk.Waiting.Dequeue(), BlockStatus.Ok);
        Assert.Equal(0, _rig.Device.PendingRequests);
        Assert.Equal(BlockRig.Untouched, _rig.StatusOf(0));
        Assert.Equal(0, _rig.Queue.UsedIndex);
    }

    [Fact]
    public void A_request_of_the_driver_before_is_not_given_to_the_next_one()
    {
        _rig.Offer(0, BlockRig.FlushType, 0);
        _rig.Driver.Kick();
        _rig.Ram.Low.Clear();
        _rig.Driver.Start();
        _rig.Device.Complete(_rig.Disk.Waiting.Dequeue(), BlockStatus.Ok);
        Assert.Equal(0, _rig.Queue.UsedIndex);
        _rig.Offer(1, BlockRig.FlushType, 0);
        _rig.Offer(2, BlockRig.FlushType, 0);
        _rig.Driver.Kick();
        Assert.Equal(2, _rig.Disk.Waiting.Count);
    }

    [Fact]
    public void Completing_twice_is_the_hosts_mistake()
    {
        _rig.Offer(0, BlockRig.FlushType, 0);
        _rig.Driver.Kick();
        BlockRequest request = _rig.Disk.Waiting.Dequeue();
        _rig.Device.Complete(request, BlockStatus.Ok);
        Assert.Throws<InvalidOperationException>(() => _rig.Device.Complete(request, BlockStatus.Ok));
        Assert.Equal(1, _rig.Queue.UsedIndex);
    }

    [Fact]
    public void Completing_as_pending_is_an_error_for_the_guest()
    {
        _rig.Offer(0, BlockRig.FlushType, 0);
        _rig.Driver.Kick();
        _rig.Device.Complete(_rig.Disk.Waiting.Dequeue(), BlockStatus.Pending);
        Assert.Equal(1, _rig.StatusOf(0));
    }

    private void CompleteNext()
    {
        BlockRequest request = _rig.Disk.Waiting.Dequeue();
        _rig.Device.Complete(request, _rig.Disk.Execute(request));
    }
}
