using KvmSdk.Devices.Virtio;
using KvmSdk.Devices.Virtio.Mmio;
using KvmSdk.Devices.Virtio.Net;

namespace KvmSdk.Devices.Tests.Virtio.Net;

/// <summary>Several pairs of queues, and the control queue by which a driver says how many it uses.</summary>
public sealed class NetMultiqueueTests
{
    private const byte Done = 0, Refused = 1, NoAnswer = 0xAA;

    [Fact]
    public void With_several_pairs_there_is_a_control_queue_and_the_configuration_tells_how_many()
    {
        using NetRig rig = new(pairs: 2);
        Assert.Equal(NetFeature.ControlQueue | NetFeature.Multiqueue, rig.Driver.OfferedFeatures() & (NetFeature.ControlQueue | NetFeature.Multiqueue));
        Assert.Equal((5, 2, 2u), (rig.Device.QueueCount, rig.Device.QueuePairs, rig.Driver.In(0x108) & 0xFFFF));
        using NetRig one = new();
        Assert.Equal((2, 0UL), (one.Device.QueueCount, one.Driver.OfferedFeatures() & (NetFeature.ControlQueue | NetFeature.Multiqueue)));
    }

    [Fact]
    public void A_driver_uses_one_pair_until_it_says_otherwise()
    {
        using NetRig rig = new(pairs: 2);
        Assert.Equal([1], rig.Network.UsedPairs);
        Assert.Equal(Done, rig.Command(4, 0, 2, 0));
        Assert.Equal((2, 1u), (rig.Device.ActivePairs, rig.Further[2].Used(0).Written));
        Assert.Equal(Done, rig.Command(4, 0, 2, 0));
        Assert.Equal(Done, rig.Command(4, 0, 1, 0));
        Assert.Equal([1, 2, 1], rig.Network.UsedPairs);
        Assert.Equal(MmioRegister.InterruptUsed, rig.Driver.HandleInterrupt());

        rig.Command(4, 0, 2, 0);
        rig.Start(ulong.MaxValue, 16);
        Assert.Equal((1, 1), (rig.Device.ActivePairs, rig.Network.UsedPairs[^1]));
    }

    [Theory]
    [InlineData(4, 0, 0, 0)] // no pair at all
    [InlineData(4, 0, 3, 0)] // more than there are
    [InlineData(4, 0, 0, 1)]
    [InlineData(4, 1, 2, 0)] // another command of the class
    [InlineData(0, 0, 1, 0)] // promiscuity, which is not offered
    [InlineData(255, 255, 255, 255)]
    public void What_the_device_cannot_do_is_refused_and_changes_nothing(byte category, byte command, byte low, byte high)
    {
        using NetRig rig = new(pairs: 2);
        Assert.Equal(Refused, rig.Command(category, command, low, high));
        Assert.Equal(1, rig.Device.ActivePairs);
        Assert.Equal(Refused, rig.Command(4, 0));
        Assert.Equal(Refused, rig.Command(4, 0, 2));
        Assert.Equal(Done, rig.Command(4, 0, 2, 0, 9, 9, 9));
    }

    [Fact]
    public void A_driver_that_knows_of_no_further_pairs_finds_the_control_queue_behind_the_first()
    {
        using NetRig rig = new(~NetFeature.Multiqueue, pairs: 2);
        Assert.Equal(2u, rig.ControlIndex);
        Assert.Equal(Refused, rig.Command(4, 0, 2, 0));
        Assert.Equal(1, rig.Device.ActivePairs);
    }

    [Fact]
    public void A_driver_that_accepts_no_control_queue_has_none()
    {
        using NetRig rig = new(~NetFeature.ControlQueue, pairs: 2);
        Assert.Equal(NoAnswer, rig.Command(4, 0, 2, 0));
        Assert.Equal(0u, rig.Driver.Status & VirtioStatus.NeedsReset);
    }

    [Theory]
    [InlineData(true, 1)] // one byte is no command
    [InlineData(false, 4)] // no room for the answer
    public void A_command_that_is_none_needs_a_reset(bool hasAnswer, uint length)
    {
        using NetRig rig = new(pairs: 2);
        rig.Further[2].Offer(hasAnswer ? [Piece.In(NetRig.Commands, length), Piece.Out(NetRig.Commands, 1)] : [Piece.In(NetRig.Commands, length)]);
        rig.Driver.Kick(4);
        rig.Driver.AssertNeedsReset();
    }

    [Fact]
    public void A_driver_that_keeps_commanding_does_not_keep_the_device()
    {
        using NetRig rig = new(size: 4, pairs: 2);
        ushort head = rig.Further[2].Chain(Piece.In(NetRig.Commands, 4), Piece.Out(NetRig.Commands + 8, 1));
        for (int i = 0; i < 4; i++) rig.Further[2].Offer(head);
        rig.Driver.Kick(4);
        Assert.Equal((4, true), (rig.Further[2].UsedIndex, rig.Driver.Transport.HasUnfinishedWork));
        rig.Driver.Settle();
        Assert.False(rig.Driver.Transport.HasUnfinishedWork);
    }

    [Fact]
    public void Frames_of_a_pair_go_through_its_own_queues_while_it_is_in_use()
    {
        using NetRig rig = new(pairs: 2);
        rig.Network.Pair = 1;
        rig.Further[0].Offer(Piece.Out(NetRig.Data, 0x8000), Piece.Out(Memory.GuestRam.HighBase, 0x1_0000));
        rig.Network.Waiting.Enqueue(NetRig.Frame(60));
        rig.Driver.Kick(2);
        NetRig.Frame(70).CopyTo(rig.Ram.Span(NetRig.Data + 0x9000, 82));
        rig.Further[1].Offer(Piece.In(NetRig.Data + 0x9000, 82));
        rig.Driver.Kick(3);
        Assert.Equal((0, 0), (rig.Further[0].UsedIndex, rig.Further[1].UsedIndex));

        rig.Command(4, 0, 2, 0);
        rig.Driver.Kick(2);
        rig.Driver.Kick(3);
        Assert.Equal((1, 1), (rig.Further[0].UsedIndex, rig.Further[1].UsedIndex));
        Assert.Equal((1, 1UL, 1UL), (rig.Network.SentFrom, rig.Traffic.FramesReceived, rig.Traffic.FramesSent));
        Assert.Equal(0, rig.Receive.UsedIndex);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(17)]
    public void The_number_of_pairs_is_bounded(int pairs) =>
        Assert.ThrowsAny<ArgumentException>(() => new NetworkDevice<FakeNetwork.Backend>(default, new() { QueuePairs = pairs }));
}
