using KvmSdk.Devices.Virtio.Socket;

namespace KvmSdk.Devices.Tests.Virtio.Socket;

public sealed class SocketShutdownTests
{
    [Fact]
    public void A_guest_that_has_sent_all_can_still_receive()
    {
        using SocketRig rig = new();
        FakeEnd end = rig.Open();
        rig.Send(Packet.Data, [1, 2]);
        rig.Send(Packet.Shutdown, flags: 2);
        Assert.Equal((SocketShutdown.Send, (SocketEnding?)null), (end.GuestShutdown, end.Ending));

        end.Outgoing.Enqueue(9);
        rig.Device.Ready(end.Connection!);
        rig.Look();
        Assert.Equal([9], rig.Next().Payload);
    }

    [Fact]
    public void The_end_of_what_the_guest_sends_comes_behind_its_bytes()
    {
        using SocketRig rig = new();
        FakeEnd end = rig.Open();
        end.Appetite = 1;
        rig.Send(Packet.Data, [1, 2, 3]);
        rig.Send(Packet.Shutdown, flags: 2);
        Assert.Equal(SocketShutdown.None, end.GuestShutdown);
        end.Appetite = 1;
        rig.Device.Drain(end.Connection!);
        Assert.Equal(SocketShutdown.None, end.GuestShutdown);
        end.Appetite = 1;
        rig.Device.Drain(end.Connection!);
        Assert.Equal(SocketShutdown.Send, end.GuestShutdown);
    }

    [Fact]
    public void A_host_that_has_sent_all_can_still_receive()
    {
        using SocketRig rig = new();
        FakeEnd end = rig.Open();
        end.Outgoing.Enqueue(1);
        end.IsDone = true;
        rig.Device.Ready(end.Connection!);
        rig.Look();
        Assert.Equal([1], rig.Next().Payload);
        Packet shutdown = rig.Next();
        Assert.Equal((Packet.Shutdown, 2u), (shutdown.Operation, shutdown.Flags));

        rig.Send(Packet.Data, [7]);
        Assert.Equal([7], end.Taken);
        rig.Device.Ready(end.Connection!);
        rig.Look();
        rig.AssertNothing();
    }

    [Fact]
    public void A_guest_that_takes_no_more_is_given_no_more()
    {
        using SocketRig rig = new();
        FakeEnd end = rig.Open();
        rig.Send(Packet.Shutdown, flags: 1);
        Assert.Equal(SocketShutdown.Receive, end.GuestShutdown);
        end.Outgoing.Enqueue(1);
        rig.Device.Ready(end.Connection!);
        rig.Look();
        rig.AssertNothing();
        rig.Send(Packet.Data, [7]);
        Assert.Equal([7], end.Taken);
    }

    [Fact]
    public void A_host_that_takes_no_more_says_so_even_while_its_bytes_wait_for_credit()
    {
        using SocketRig rig = new();
        FakeEnd end = rig.Open(bufferSize: 1);
        end.IsEndless = true;
        rig.Device.Ready(end.Connection!);
        rig.Look();
        Assert.Equal((Packet.Data, Packet.CreditRequest), (rig.Next().Operation, rig.Next().Operation));
        end.IsFull = true;
        rig.Send(Packet.Data, [6]);
        Packet shutdown = rig.Next();
        Assert.Equal((Packet.Shutdown, 1u), (shutdown.Operation, shutdown.Flags));
        rig.Send(Packet.Data, [7]);
        Assert.Empty(end.Taken);
        Assert.Null(end.Ending);
    }

    [Fact]
    public void A_host_that_takes_no_more_of_what_waits_says_so()
    {
        using SocketRig rig = new();
        FakeEnd end = rig.Open();
        end.Appetite = 0;
        rig.Send(Packet.Data, [1, 2, 3]);
        end.IsFull = true;
        rig.Device.Drain(end.Connection!);
        rig.Look();
        Assert.Equal((Packet.Shutdown, 1u), (rig.Next() is var told ? told.Operation : default, told.Flags));
        rig.Send(Packet.Shutdown, flags: 2);
        Assert.Equal(SocketShutdown.Send, end.GuestShutdown);
    }

    [Fact]
    public void A_host_that_is_gone_behind_its_last_byte_closes_and_is_not_called_any_more()
    {
        using SocketRig rig = new();
        FakeEnd end = rig.Open();
        end.Outgoing.Enqueue(1);
        end.IsGone = true;
        rig.Device.Ready(end.Connection!);
        rig.Look();
        Assert.Equal([1], rig.Next().Payload);
        Packet shutdown = rig.Next();
        Assert.Equal((Packet.Shutdown, 3u), (shutdown.Operation, shutdown.Flags));
        rig.Send(Packet.Data, [7]);
        rig.Send(Packet.Reset);
        Assert.Empty(end.Taken);
        Assert.Equal((0, (SocketEnding?)null, 0UL), (rig.Device.Connections, end.Ending, rig.Traffic.Resets));
    }

    [Fact]
    public void A_guest_that_is_gone_for_good_takes_unheard_wishes_with_it()
    {
        using SocketRig rig = new(buffers: 0);
        FakeEnd end = rig.Connect();
        rig.Device.EndAll();
        Assert.Equal((SocketEnding.DriverGone, 0), (end.Ending, rig.Device.Connections));
    }

    [Theory]
    [InlineData(3u, 0u)]
    [InlineData(1u, 2u)]
    [InlineData(2u, 1u)]
    public void A_guest_that_is_done_is_answered_at_once_and_the_end_is_told(uint first, uint second)
    {
        using SocketRig rig = new();
        FakeEnd end = rig.Open();
        rig.Send(Packet.Shutdown, flags: first);
        if (second != 0) rig.Send(Packet.Shutdown, flags: second);
        Assert.Equal(Packet.Reset, rig.Next().Operation);
        Assert.Equal(SocketEnding.Finished, end.Ending);
        Assert.Equal((0, 0UL, 0UL), (rig.Device.Connections, rig.Traffic.Errors, rig.Traffic.Resets));
    }

    [Fact]
    public void What_a_guest_sent_before_it_was_done_is_not_lost_and_its_port_is_free()
    {
        using SocketRig rig = new();
        FakeEnd end = rig.Open();
        end.Appetite = 0;
        rig.Send(Packet.Data, [1, 2, 3]);
        rig.Send(Packet.Shutdown, flags: 3);
        Assert.Equal(Packet.Reset, rig.Next().Operation);
        Assert.Null(end.Ending);
        FakeEnd second = rig.Open();
        rig.Send(Packet.Data, [9]);

        end.Appetite = int.MaxValue;
        rig.Device.Drain(end.Connection!);
        Assert.Equal([1, 2, 3], end.Taken);
        Assert.Equal(SocketEnding.Finished, end.Ending);
        Assert.Equal([9], second.Taken);
    }

    [Fact]
    public void A_host_that_closes_waits_for_the_guest_and_ignores_what_is_on_its_way()
    {
        using SocketRig rig = new();
        FakeEnd end = rig.Open();
        rig.Device.Close(end.Connection!);
        rig.Look();
        Packet shutdown = rig.Next();
        Assert.Equal((Packet.Shutdown, 3u), (shutdown.Operation, shutdown.Flags));
        rig.Send(Packet.Data, [1]);
        Assert.Equal(1, rig.Device.Connections);
        rig.Send(Packet.Reset);
        Assert.Equal((0, 0UL), (rig.Device.Connections, rig.Traffic.Resets));
        Assert.Null(end.Ending);
        Assert.Empty(end.Taken);
        rig.AssertNothing();
    }

    [Fact]
    public void Both_may_close_at_once()
    {
        using SocketRig rig = new();
        FakeEnd end = rig.Open();
        rig.Device.Close(end.Connection!);
        rig.Send(Packet.Shutdown, flags: 3);
        Assert.Equal(Packet.Reset, rig.Next().Operation);
        rig.AssertNothing();
        Assert.Equal(0, rig.Device.Connections);
    }

    [Fact]
    public void A_guest_that_breaks_off_in_the_middle_leaves_what_it_sent_and_nothing_else()
    {
        using SocketRig rig = new();
        FakeEnd end = rig.Open();
        end.Appetite = 0;
        end.IsEndless = true;
        rig.Send(Packet.Data, [1, 2, 3]);
        rig.Send(Packet.Reset);
        Assert.Equal((SocketShutdown.Receive, (SocketEnding?)null), (end.GuestShutdown, end.Ending));
        rig.Device.Ready(end.Connection!);
        rig.Look();
        rig.AssertNothing();
        byte[] read = new byte[10];
        Assert.Equal(3, rig.Device.Read(end.Connection!, read));
        Assert.Equal(SocketEnding.Reset, end.Ending);
        Assert.Equal(1UL, rig.Traffic.Resets);
    }

    [Fact]
    public void A_guest_that_never_answers_a_close_loses_the_oldest_when_the_place_is_needed()
    {
        using SocketRig rig = new(new() { GuestCid = SocketRig.Cid, QueueSize = 16, MaxConnections = 2 });
        FakeEnd one = rig.Open(port: 1);
        FakeEnd two = rig.Open(port: 2);
        rig.Device.Close(two.Connection!);
        rig.Device.Close(one.Connection!);
        rig.Look();
        Assert.Equal((2u, 1u), (rig.Next().DestinationPort, rig.Next().DestinationPort));
        rig.Send(new Packet { Operation = Packet.Request, SourcePort = 3 });
        Packet reset = rig.Next();
        Assert.Equal((Packet.Reset, 2u), (reset.Operation, reset.DestinationPort));
        Assert.Equal((Packet.Response, 2), (rig.Next().Operation, rig.Device.Connections));
    }
}
