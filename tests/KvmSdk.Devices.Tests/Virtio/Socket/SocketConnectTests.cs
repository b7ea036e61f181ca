using KvmSdk.Devices.Virtio.Socket;

namespace KvmSdk.Devices.Tests.Virtio.Socket;

public sealed class SocketConnectTests
{
    [Fact]
    public void The_guest_finds_its_address_and_stream_sockets()
    {
        using SocketRig rig = new();
        Assert.Equal(19u, rig.Driver.In(8));
        Assert.Equal(SocketRig.Cid, rig.Driver.In(0x100));
        Assert.Equal(0u, rig.Driver.In(0x104));
        Assert.Equal(1u, (uint)rig.Driver.OfferedFeatures() & 3);
    }

    [Fact]
    public void A_guest_that_asks_is_answered_from_the_port_it_asked_for()
    {
        using SocketRig rig = new();
        rig.Send(Packet.Request);
        Packet answer = rig.Next();
        Assert.Equal((Packet.Response, SocketRig.HostPort, SocketRig.GuestPort), (answer.Operation, answer.SourcePort, answer.DestinationPort));
        Assert.Equal((2UL, (ulong)SocketRig.Cid, (ushort)1, 0u), (answer.SourceCid, answer.DestinationCid, answer.Type, answer.Length));
        Assert.Equal((256u * 1024, 0u), (answer.BufferSize, answer.Forwarded));
        Assert.Equal((SocketRig.HostPort, SocketRig.GuestPort, true), (rig.End.Connection!.HostPort, rig.End.Connection.GuestPort, rig.End.Connection.IsFromGuest));
        Assert.Equal((1UL, 1), (rig.Traffic.ConnectionsFromGuest, rig.Device.Connections));
    }

    [Fact]
    public void A_guest_that_nobody_listens_to_is_refused_and_leaves_nothing_behind()
    {
        using SocketRig rig = new() { Accepts = false };
        rig.Send(Packet.Request);
        Assert.Equal(Packet.Reset, rig.Next().Operation);
        Assert.Equal((1UL, 0), (rig.Traffic.ConnectionsRefused, rig.Device.Connections));
    }

    [Fact]
    public void A_host_that_asks_is_told_when_the_guest_accepts()
    {
        using SocketRig rig = new();
        FakeEnd end = rig.Connect();
        Packet request = rig.Next();
        Assert.Equal((Packet.Request, SocketRig.GuestPort), (request.Operation, request.DestinationPort));
        Assert.True(request.SourcePort >= 1u << 30);
        Assert.Equal(0, end.Opened);

        rig.Send(new Packet { Operation = Packet.Response, DestinationPort = request.SourcePort });
        Assert.Equal(1, end.Opened);
        Assert.Equal(1UL, rig.Traffic.ConnectionsFromHost);
    }

    [Fact]
    public void A_host_that_asks_in_vain_is_told_so()
    {
        using SocketRig rig = new();
        FakeEnd end = rig.Connect();
        rig.Send(new Packet { Operation = Packet.Reset, DestinationPort = rig.Next().SourcePort });
        Assert.Equal(SocketEnding.Refused, end.Ending);
        Assert.Equal(0, rig.Device.Connections);
        rig.AssertNothing();
    }

    [Fact]
    public void Each_connection_of_the_host_has_a_port_of_its_own()
    {
        using SocketRig rig = new();
        rig.Connect();
        rig.Connect();
        Assert.NotEqual(rig.Next().SourcePort, rig.Next().SourcePort);
    }

    [Fact]
    public void A_host_that_asks_before_there_is_a_driver_is_heard_by_the_first_one()
    {
        using SocketRig rig = new();
        rig.Driver.Out(0x70, 0);
        FakeEnd end = rig.Connect();
        rig.Start();
        rig.OfferBuffers(2);
        Assert.Equal(Packet.Request, rig.Next().Operation);
        Assert.Null(end.Ending);
    }

    [Fact]
    public void A_host_that_gives_up_before_the_guest_has_heard_of_it_is_never_heard_of()
    {
        using SocketRig rig = new(buffers: 0);
        FakeEnd end = rig.Connect();
        rig.Device.Close(end.Connection!);
        rig.OfferBuffers(2);
        rig.AssertNothing();
        Assert.Equal(0, rig.Device.Connections);
    }

    [Fact]
    public void A_host_that_gives_up_afterwards_breaks_it_off()
    {
        using SocketRig rig = new();
        FakeEnd end = rig.Connect();
        uint port = rig.Next().SourcePort;
        rig.Device.Close(end.Connection!);
        rig.Look();
        Packet reset = rig.Next();
        Assert.Equal((Packet.Reset, port), (reset.Operation, reset.SourcePort));
        Assert.Null(end.Ending);
    }

    [Fact]
    public void A_connection_whose_driver_goes_is_gone_but_what_it_sent_is_not()
    {
        using SocketRig rig = new();
        FakeEnd empty = rig.Open();
        FakeEnd full = rig.Open(port: 5001);
        full.Appetite = 0;
        rig.Send(new Packet { Operation = Packet.Data, SourcePort = 5001, Payload = [1, 2, 3] });
        rig.Driver.Out(0x70, 0);
        Assert.Equal((SocketEnding.DriverGone, (SocketEnding?)null), (empty.Ending, full.Ending));

        byte[] bytes = new byte[8];
        Assert.Equal(3, rig.Device.Read(full.Connection!, bytes));
        Assert.Equal(SocketEnding.DriverGone, full.Ending);
        Assert.Equal(0, rig.Device.Connections);
    }

    [Fact]
    public void A_restored_device_keeps_its_address_and_tells_the_guest_that_its_connections_are_gone()
    {
        using SocketRig rig = new();
        rig.Connect();
        SocketState state = rig.Device.Save() with { GuestCid = 9 };
        using SocketRig other = new();
        other.Device.Restore(state);
        Assert.Equal(state, other.Device.Save());
        other.Ram.Write(SocketRig.Data, 0xFFFF_FFFFu);
        other.Events.Offer(Piece.Out(SocketRig.Data, 8));
        other.Driver.Kick(2);
        Assert.Equal((0u, 4u), other.Events.Used(0));
        Assert.Equal(0u, other.Ram.Read<uint>(SocketRig.Data));

        other.Events.Offer(Piece.Out(SocketRig.Data, 8));
        other.Driver.Kick(2);
        Assert.Equal(1, other.Events.UsedIndex);
    }

    [Theory]
    [InlineData(2, 1u << 30)]
    [InlineData(uint.MaxValue, 1u << 30)]
    [InlineData(3, 1024)]
    [InlineData(3, uint.MaxValue)]
    public void A_state_that_no_device_has_is_refused(uint cid, uint port)
    {
        using SocketRig rig = new();
        Assert.Throws<ArgumentException>(() => rig.Device.Restore(new SocketState { GuestCid = cid, NextHostPort = port }));
    }
}
