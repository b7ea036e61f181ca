using KvmSdk.Devices.Virtio;
using KvmSdk.Devices.Virtio.Mmio;
using KvmSdk.Devices.Virtio.Net;
using KvmSdk.Devices.Virtio.Queues;

namespace KvmSdk.Devices.Tests.Virtio.Net;

/// <summary>What a network may ask of the device: to keep frames for a while, to have long ones, and to serve the queues by itself.</summary>
public sealed class NetBackendTests
{
    [Fact]
    public void What_a_busy_network_does_not_look_at_stays_the_drivers_until_it_does()
    {
        using NetRig rig = new();
        rig.Network.CanSend = false;
        rig.Send(NetRig.Frame(60));
        Assert.Equal((0, 0, false), (rig.Transmit.UsedIndex, rig.Network.SentCount, rig.Driver.Transport.HasUnfinishedWork));
        rig.Network.CanSend = true;
        rig.Driver.Transport.Notify(1, mayWait: true);
        Assert.Equal((1, 1UL, 0UL), (rig.Transmit.UsedIndex, rig.Traffic.FramesSent, rig.Traffic.SendDrops));
    }

    [Fact]
    public void A_busy_network_does_not_keep_what_is_sent_without_a_link()
    {
        using NetRig rig = new(isUp: false);
        rig.Network.CanSend = false;
        rig.Send(NetRig.Frame(60));
        Assert.Equal((1, 1UL), (rig.Transmit.UsedIndex, rig.Traffic.SendDrops));
    }

    [Fact]
    public void A_network_with_longer_frames_than_the_MTU_is_asked_when_there_is_room_for_them()
    {
        const ulong merging = NetFeature.MergeableBuffers | VirtioFeature.Version1;
        using NetRig rig = new(merging, longest: 9000);
        for (uint i = 0; i < 4; i++) rig.Receive.Offer(Piece.Out(NetRig.Data + (i * 0x800), 2048));
        rig.Arrive(NetRig.Frame(9000));
        Assert.Single(rig.Network.Waiting);
        rig.Receive.Offer(Piece.Out(NetRig.Data + 0x2000, 2048));
        rig.Driver.Kick();
        Assert.Equal((5, 1UL, 0UL), (rig.Receive.UsedIndex, rig.Traffic.FramesReceived, rig.Traffic.ReceiveDrops));
        Assert.ThrowsAny<ArgumentException>(() => new NetworkDevice<FakeNetwork.Backend>(default, new() { LongestFrame = 65554 }));
    }

    [Fact]
    public void A_network_that_serves_the_queues_gets_them_and_the_device_leaves_them_alone()
    {
        using NetRig rig = new(takeOver: NetTakeOver.Taken, pairs: 2);
        Assert.Equal(4, rig.Network.TakenOver!.Length);
        Assert.True(rig.Network.TakenOver[1].TryGetAreas(out QueueAreas areas));
        Assert.Equal((16, 0), (areas.Size, areas.NextAvailable));
        rig.Send(NetRig.Frame(60));
        rig.Receive.Offer(Piece.Out(NetRig.Data, 2048));
        rig.Arrive(NetRig.Frame(60));
        Assert.Equal((0, 0, 0, 0), (rig.Receive.UsedIndex, rig.Transmit.UsedIndex, rig.Network.Asked, rig.Network.SentCount));
        Assert.Equal(0, rig.Command(4, 0, 2, 0));
        Assert.Equal(2, rig.Network.UsedPairs[^1]);
    }

    [Fact]
    public void An_interrupt_that_the_network_raises_by_itself_always_says_that_buffers_are_used()
    {
        using NetRig rig = new(takeOver: NetTakeOver.Taken);
        Assert.Equal(MmioRegister.InterruptUsed, rig.Driver.HandleInterrupt());
        Assert.Equal(MmioRegister.InterruptUsed, rig.Driver.HandleInterrupt());
        rig.Device.SetLink(false);
        Assert.Equal(MmioRegister.InterruptUsed | MmioRegister.InterruptConfiguration, rig.Driver.HandleInterrupt());
        Assert.Equal(MmioRegister.InterruptUsed, rig.Driver.HandleInterrupt());
        rig.Driver.Out(MmioRegister.Status, 0);
        Assert.Equal(0u, rig.Driver.HandleInterrupt());
    }

    [Fact]
    public void The_queues_come_back_with_the_link_down_and_for_good_with_a_reset()
    {
        using NetRig rig = new(takeOver: NetTakeOver.Taken);
        rig.Device.SetLink(false);
        Assert.Null(rig.Network.TakenOver);
        rig.Send(NetRig.Frame(60));
        Assert.Equal(0, rig.Transmit.UsedIndex);
        rig.Device.SetLink(true);
        Assert.NotNull(rig.Network.TakenOver);
        rig.Driver.Out(MmioRegister.Status, 0);
        Assert.Equal([false, true], rig.Network.GivenBack);
        Assert.False(rig.Device.IsTakenOver);
    }

    [Fact]
    public void A_queue_that_the_driver_stops_comes_back_alone()
    {
        using NetRig rig = new(takeOver: NetTakeOver.Taken, pairs: 2);
        rig.Driver.Out(MmioRegister.QueueSelect, 3);
        rig.Driver.Out(MmioRegister.QueueReady, 0);
        rig.Driver.Out(MmioRegister.QueueSelect, 4);
        rig.Driver.Out(MmioRegister.QueueReady, 0);
        Assert.Equal([3], rig.Network.QueuesGivenBack);
        Assert.Empty(rig.Network.GivenBack);
    }

    [Fact]
    public void A_driver_that_gives_up_gets_every_queue_back()
    {
        using NetRig rig = new(takeOver: NetTakeOver.Taken);
        rig.Driver.Out(MmioRegister.Status, 15 | VirtioStatus.Failed);
        Assert.Equal([0, 1], rig.Network.QueuesGivenBack);
    }

    [Fact]
    public void A_broken_queue_of_a_network_that_serves_them_stops_all_and_needs_a_reset()
    {
        using NetRig rig = new(takeOver: NetTakeOver.Taken);
        rig.Device.BreakTakenOver();
        Assert.Equal([0, 1], rig.Network.QueuesGivenBack);
        Assert.Equal(15 | VirtioStatus.NeedsReset, rig.Driver.Status);
        Assert.Equal(MmioRegister.InterruptUsed | MmioRegister.InterruptConfiguration, rig.Driver.HandleInterrupt());
        rig.Driver.Out(MmioRegister.Status, 0);
        Assert.Equal([true], rig.Network.GivenBack);

        using NetRig own = new();
        own.Device.BreakTakenOver();
        Assert.Equal(15u, own.Driver.Status);
    }

    [Fact]
    public void A_network_that_fails_to_serve_the_queues_needs_a_reset_and_the_device_leaves_them_alone()
    {
        using NetRig rig = new(isUp: false);
        rig.Network.TakeOver = NetTakeOver.Failed;
        rig.Device.SetLink(true);
        Assert.Equal(15 | VirtioStatus.NeedsReset, rig.Driver.Status);
        rig.Send(NetRig.Frame(60));
        Assert.Equal((0, 0), (rig.Transmit.UsedIndex, rig.Network.SentCount));
    }

    [Fact]
    public void A_link_that_is_down_is_taken_over_when_it_goes_up()
    {
        using NetRig rig = new(takeOver: NetTakeOver.Taken, isUp: false);
        Assert.Null(rig.Network.TakenOver);
        rig.Send(NetRig.Frame(60));
        Assert.Equal(1, rig.Transmit.UsedIndex);
        rig.Device.SetLink(true);
        Assert.True(rig.Network.TakenOver![1].TryGetAreas(out QueueAreas areas));
        Assert.Equal(1, areas.NextAvailable);
    }

    [Fact]
    public void Saving_gives_buffers_back_and_a_restored_device_goes_on_as_the_saved_one()
    {
        using NetRig rig = new(pairs: 2);
        rig.Receive.Offer(Piece.Out(NetRig.Data, 0x8000), Piece.Out(Memory.GuestRam.HighBase, 0x1_0000));
        rig.Driver.Kick();
        rig.Command(4, 0, 2, 0);
        NetState saved = rig.Device.Save();
        Assert.Equal(new NetState { IsLinkUp = true, ActivePairs = 2 }, saved);
        rig.Arrive(NetRig.Frame(60));
        Assert.Equal((1, 1UL), (rig.Receive.UsedIndex, rig.Traffic.FramesReceived));

        using NetRig other = new(pairs: 2, isUp: false);
        Assert.True(other.Device.TryRestore(in saved));
        Assert.Equal(saved, other.Device.Save());
        Assert.Equal(2, other.Network.UsedPairs[^1]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(3)]
    public void A_state_that_no_device_can_be_in_is_refused(int pairs)
    {
        using NetRig rig = new(pairs: 2);
        Assert.False(rig.Device.TryRestore(new NetState { ActivePairs = pairs }));
        Assert.Equal((true, 1), (rig.Device.IsLinkUp, rig.Device.ActivePairs));
        using NetRig one = new(~NetFeature.Multiqueue, pairs: 2);
        Assert.False(one.Device.TryRestore(new NetState { ActivePairs = 2 }));
    }
}
