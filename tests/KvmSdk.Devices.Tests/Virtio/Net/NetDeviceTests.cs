using KvmSdk.Devices.Virtio;
using KvmSdk.Devices.Virtio.Mmio;
using KvmSdk.Devices.Virtio.Net;

namespace KvmSdk.Devices.Tests.Virtio.Net;

/// <summary>What the device is, offers and tells of itself.</summary>
public sealed class NetDeviceTests
{
    private const ulong Always = NetFeature.Mac | NetFeature.Status | NetFeature.MergeableBuffers | VirtioFeature.Common;

    [Fact]
    public void It_is_a_network_device_with_a_queue_each_way()
    {
        using NetRig rig = new(size: 64);
        Assert.Equal(1u, rig.Driver.In(MmioRegister.DeviceId));
        foreach ((uint queue, uint size) in new[] { (0u, 64u), (1u, 64u), (2u, 0u) })
        {
            rig.Driver.Out(MmioRegister.QueueSelect, queue);
            Assert.Equal(size, rig.Driver.In(MmioRegister.QueueSizeMax));
        }
    }

    [Theory]
    [InlineData(0, 0UL, 0UL)]
    [InlineData(1400, 0UL, NetFeature.Mtu)]
    [InlineData(0, NetRig.AllOffloads, NetRig.AllOffloads)]
    [InlineData(0, NetFeature.GuestChecksum, NetFeature.GuestChecksum)]
    public void It_offers_what_the_backend_can_do(int mtu, ulong offloads, ulong expected)
    {
        using NetRig rig = new(mtu: mtu, offloads: offloads);
        Assert.Equal(Always | expected, rig.Driver.OfferedFeatures());
    }

    [Fact]
    public void The_configuration_tells_address_link_and_mtu_in_the_order_of_the_wire()
    {
        using NetRig rig = new(mtu: 0x1234);
        byte[] bytes = [.. Enumerable.Range(0, 12).Select(i => (byte)rig.Driver.Transport.Read(0x100 + (uint)i, 1))];
        Assert.Equal([0x52, 0x54, 0x00, 0x12, 0x34, 0x56, 1, 0, 1, 0, 0x34, 0x12], bytes);
        rig.Driver.Out(0x100, uint.MaxValue);
        Assert.Equal(0x1200_5452u, rig.Driver.In(0x100));
        Assert.Equal(0u, rig.Driver.In(0x10C));
    }

    [Fact]
    public void A_link_that_goes_down_or_up_is_told_once()
    {
        using NetRig rig = new();
        uint generation = rig.Driver.In(MmioRegister.ConfigurationGeneration);
        rig.Device.SetLink(true);
        Assert.Equal(0u, rig.Driver.HandleInterrupt());

        rig.Device.SetLink(false);
        Assert.False(rig.Device.IsLinkUp);
        Assert.Equal(MmioRegister.InterruptConfiguration, rig.Driver.HandleInterrupt());
        Assert.Equal(0u, rig.Driver.In(0x104) >> 16);
        Assert.Equal(generation + 1, rig.Driver.In(MmioRegister.ConfigurationGeneration));

        rig.Device.SetLink(true);
        Assert.Equal(MmioRegister.InterruptConfiguration, rig.Driver.HandleInterrupt());
        Assert.Equal(1u, rig.Driver.In(0x104) >> 16);
    }

    [Fact]
    public void While_the_link_is_down_nothing_is_received_and_what_is_sent_is_dropped()
    {
        using NetRig rig = new(isUp: false);
        rig.Receive.Offer(Piece.Out(NetRig.Data, 2048));
        rig.Arrive(NetRig.Frame(60));
        Assert.Equal((0, 0), (rig.Receive.UsedIndex, rig.Network.Asked));
        rig.Send(NetRig.Frame(60));
        Assert.Equal((1, 1UL, 0), (rig.Transmit.UsedIndex, rig.Traffic.SendDrops, rig.Network.SentCount));
    }

    [Fact]
    public void What_came_while_the_link_was_down_or_for_an_earlier_driver_is_lost()
    {
        using NetRig rig = new();
        rig.Device.SetLink(false);
        rig.Arrive(NetRig.Frame(60));
        rig.Device.SetLink(true);
        Assert.Empty(rig.Network.Waiting);

        rig.Arrive(NetRig.Frame(60));
        rig.Start(0UL | VirtioFeature.Version1, 16);
        Assert.Empty(rig.Network.Waiting);
        Assert.Equal([NetFeature.GuestOffloads, NetFeature.GuestOffloads, 0UL], rig.Network.Restarts);
    }

    [Theory]
    [InlineData(NetFeature.GuestTso4 | NetFeature.GuestTso6, 0UL)]
    [InlineData(NetFeature.GuestTso4 | NetFeature.GuestChecksum, NetFeature.GuestTso4 | NetFeature.GuestChecksum)]
    [InlineData(NetFeature.HostTso4, 0UL)]
    public void Cutting_without_checksums_counts_as_not_accepted(ulong accept, ulong taken)
    {
        using NetRig rig = new(accept | VirtioFeature.Version1);
        Assert.Equal([taken], rig.Network.Restarts);
        rig.Send(NetRig.Frame(60, flags: 1, gso: 1, gsoSize: 40));
        Assert.Equal((1UL, 0), (rig.Traffic.SendErrors, rig.Network.SentCount));
    }

    [Theory]
    [InlineData(1UL << 48, 0, 0UL, 16)]
    [InlineData(0UL, 67, 0UL, 16)]
    [InlineData(0UL, 65536, 0UL, 16)]
    [InlineData(0UL, 0, NetFeature.Status, 16)]
    [InlineData(0UL, 0, 0UL, 2)]
    [InlineData(0UL, 0, 0UL, 1024)]
    [InlineData(0UL, 0, 0UL, 48)]
    public void Options_out_of_range_are_refused(ulong mac, int mtu, ulong offloads, ushort size) =>
        Assert.ThrowsAny<ArgumentException>(() => new NetworkDevice<FakeNetwork.Backend>(
            default, new() { Mac = mac, Mtu = mtu, Offloads = offloads, QueueSize = size }));
}
