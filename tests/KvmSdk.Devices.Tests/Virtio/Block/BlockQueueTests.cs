using KvmSdk.Devices.Virtio.Block;
using KvmSdk.Devices.Virtio.Mmio;

namespace KvmSdk.Devices.Tests.Virtio.Block;

/// <summary>More than one queue (section 5.2.2, VIRTIO_BLK_F_MQ).</summary>
public sealed class BlockQueueTests : IDisposable
{
    private readonly BlockRig _rig = new(new() { QueueSize = 16, Queues = 2, RequestsInFlight = 3 }, start: false);
    private readonly FakeQueue[] _queues = new FakeQueue[2];
    private readonly BlockDriver[] _drivers = new BlockDriver[2];

    public BlockQueueTests()
    {
        _rig.Driver.Begin();
        _rig.Driver.Accept(_rig.Driver.OfferedFeatures());
        for (uint i = 0; i < 2; i++)
        {
            _rig.Driver.PlaceQueue(i, 16);
            _rig.Driver.Out(MmioRegister.QueueReady, 1);
            _queues[i] = _rig.Driver.Queue;
        }

        _rig.Driver.Out(MmioRegister.Status, 15);
    }

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void The_number_of_queues_stands_in_the_configuration_and_only_then_the_feature_is_offered()
    {
        Assert.Equal(BlockFeature.MultiQueue, _rig.Driver.OfferedFeatures() & BlockFeature.MultiQueue);
        Assert.Equal(2u, _rig.Device.ReadConfiguration(34, 2));
        using BlockRig single = new();
        Assert.Equal(0UL, single.Driver.OfferedFeatures() & BlockFeature.MultiQueue);
        Assert.Equal(0u, single.Device.ReadConfiguration(34, 2));
    }

    [Fact]
    public void Each_request_goes_back_to_the_queue_that_it_came_from()
    {
        ushort first = Offer(0, slot: 0, sector: 1);
        ushort second = Offer(1, slot: 1, sector: 2);
        _rig.Driver.Kick(1);
        Assert.Equal((0, 1), (_queues[0].UsedIndex, _queues[1].UsedIndex));
        Assert.Equal((second, 513u), _queues[1].Used(0));
        _rig.Driver.Kick(0);
        Assert.Equal((first, 513u), _queues[0].Used(0));
        Assert.Equal(["Read 1024+512", "Read 512+512"], _rig.Disk.Log);
        Assert.Equal(2, _rig.Driver.Interrupt.Edges);
    }

    [Fact]
    public void Requests_of_all_queues_are_under_way_together_and_complete_in_any_order()
    {
        _rig.Disk.Asynchronous = true;
        Offer(0, 0, 1);
        Offer(1, 1, 2);
        Offer(1, 2, 3);
        Offer(0, 3, 4);
        _rig.Driver.Kick(0);
        _rig.Driver.Kick(1);
        Assert.Equal(3, _rig.Device.PendingRequests);
        BlockRequest[] waiting = [.. _rig.Disk.Waiting];
        _rig.Disk.Waiting.Clear();
        foreach (BlockRequest request in waiting.Reverse()) _rig.Device.Complete(request, _rig.Disk.Execute(request));
        _rig.Driver.Transport.Notify(0, mayWait: true);
        _rig.Driver.Transport.Notify(1, mayWait: true);
        BlockRequest last = _rig.Disk.Waiting.Dequeue();
        _rig.Device.Complete(last, _rig.Disk.Execute(last));
        _rig.Driver.Transport.Notify(1, mayWait: true);
        Assert.Equal((2, 2), (_queues[0].UsedIndex, _queues[1].UsedIndex));
        for (int slot = 0; slot < 4; slot++) Assert.Equal(0, _rig.StatusOf(slot));
    }

    [Fact]
    public void What_may_not_wait_on_one_queue_is_done_by_a_call_for_another()
    {
        _rig.Disk.AtOnce = false;
        Offer(1, 0, 1);
        _rig.Driver.Kick(1);
        Assert.True(_rig.Driver.Transport.HasUnfinishedWork);
        _rig.Driver.Transport.Notify(0, mayWait: true);
        Assert.Equal(1, _queues[1].UsedIndex);
        Assert.Equal(1, _rig.Driver.Interrupt.Edges);
    }

    [Fact]
    public void A_broken_queue_takes_the_whole_device_with_it()
    {
        _queues[1].Offer((ushort)999);
        _rig.Driver.Kick(1);
        _rig.Driver.AssertNeedsReset();
    }

    [Fact]
    public void A_queue_that_is_stopped_gets_nothing_back_while_the_other_goes_on()
    {
        _rig.Disk.Asynchronous = true;
        Offer(0, 0, 1);
        Offer(1, 1, 2);
        _rig.Driver.Kick(0);
        _rig.Driver.Kick(1);
        _rig.Driver.Out(MmioRegister.QueueSelect, 1);
        _rig.Driver.Out(MmioRegister.QueueReady, 0);
        while (_rig.Disk.Waiting.TryDequeue(out BlockRequest? request)) _rig.Device.Complete(request, _rig.Disk.Execute(request));
        Assert.Equal((1, 0), (_queues[0].UsedIndex, _queues[1].UsedIndex));
    }

    private ushort Offer(int queue, int slot, ulong sector)
    {
        _rig.WriteHeader(slot, BlockRig.In, sector);
        return _queues[queue].Offer(
            Piece.In(BlockRig.HeaderAt(slot), 16), Piece.Out(BlockRig.Data + (0x200 * (uint)slot), 512), Piece.Out(BlockRig.StatusAt(slot), 1));
    }
}
