using KvmSdk.Devices.Virtio.Socket;

namespace KvmSdk.Devices.Tests.Virtio.Socket;

public sealed class SocketDataTests
{
    private static byte[] Bytes(int count) => [.. Enumerable.Range(0, count).Select(static i => (byte)((i * 7) + (i >> 8)))];

    [Fact]
    public void What_the_guest_sends_arrives()
    {
        using SocketRig rig = new();
        FakeEnd end = rig.Open();
        rig.Send(Packet.Data, Bytes(1000));
        rig.Send(Packet.Data, Bytes(3));
        Assert.Equal([.. Bytes(1000), .. Bytes(3)], end.Taken);
        Assert.Equal((1003UL, 3UL), (rig.Traffic.BytesSent, rig.Traffic.PacketsSent));
    }

    [Fact]
    public void What_the_end_does_not_take_waits_in_order()
    {
        using SocketRig rig = new();
        FakeEnd end = rig.Open();
        end.Appetite = 10;
        rig.Send(Packet.Data, Bytes(100));
        rig.Send(Packet.Data, [1, 2, 3]);
        Assert.Equal(Bytes(10), end.Taken);
        end.Appetite = int.MaxValue;
        rig.Device.Drain(end.Connection!);
        Assert.Equal([.. Bytes(100), 1, 2, 3], end.Taken);
    }

    [Fact]
    public void What_waits_can_be_read_over_the_ring_s_end()
    {
        using SocketRig rig = new(new() { GuestCid = SocketRig.Cid, QueueSize = 16, LargeBufferSize = 4096 });
        FakeEnd end = rig.Open();
        end.Appetite = 0;
        byte[] read = new byte[3000];
        for (int i = 0; i < 5; i++)
        {
            rig.Send(Packet.Data, Bytes(3000));
            Assert.Equal(3000, rig.Device.Read(end.Connection!, read));
            Assert.Equal(Bytes(3000), read);
        }

        Assert.Equal(0, rig.Device.Read(end.Connection!, read));
    }

    [Fact]
    public void What_the_host_has_goes_into_the_guest_s_buffers()
    {
        using SocketRig rig = new();
        FakeEnd end = rig.Open();
        foreach (byte one in Bytes(10_000)) end.Outgoing.Enqueue(one);
        rig.Device.Ready(end.Connection!);
        rig.Look();
        List<byte> received = [];
        while (rig.TryNext(out Packet packet))
        {
            Assert.Equal((Packet.Data, (uint)packet.Payload.Length), (packet.Operation, packet.Length));
            Assert.InRange(packet.Payload.Length, 1, SocketRig.BufferSize - 44);
            received.AddRange(packet.Payload);
        }

        Assert.Equal(Bytes(10_000), received);
        Assert.Equal(10_000UL, rig.Traffic.BytesReceived);
    }

    [Fact]
    public void Connections_take_turns()
    {
        using SocketRig rig = new();
        FakeEnd one = rig.Open(port: 1);
        FakeEnd two = rig.Open(port: 2);
        (one.IsEndless, two.IsEndless) = (true, true);
        rig.Device.Ready(one.Connection!);
        rig.Device.Ready(two.Connection!);
        rig.Look();
        Assert.Equal([1u, 2u, 1u, 2u], Enumerable.Range(0, 4).Select(_ => rig.Next().DestinationPort));
    }

    [Fact]
    public void No_more_is_sent_than_the_guest_has_room_for_and_it_is_asked_once()
    {
        using SocketRig rig = new();
        FakeEnd end = rig.Open(bufferSize: 5000);
        end.IsEndless = true;
        rig.Device.Ready(end.Connection!);
        rig.Look();
        Assert.Equal((4052u, 948u), (rig.Next().Length, rig.Next().Length));
        Assert.Equal(Packet.CreditRequest, rig.Next().Operation);
        rig.AssertNothing();

        rig.Send(new Packet { Operation = Packet.CreditUpdate, BufferSize = 5000, Forwarded = 100 });
        Assert.Equal(100u, rig.Next().Length);
        Assert.Equal(Packet.CreditRequest, rig.Next().Operation);
        rig.AssertNothing();
    }

    [Fact]
    public void A_guest_that_asks_for_credit_is_told()
    {
        using SocketRig rig = new();
        FakeEnd end = rig.Open();
        end.Appetite = 10;
        rig.Send(Packet.Data, Bytes(30));
        rig.Send(Packet.CreditRequest);
        Packet told = rig.Next();
        Assert.Equal((Packet.CreditUpdate, 10u, 256u * 1024), (told.Operation, told.Forwarded, told.BufferSize));
    }

    [Fact]
    public void A_guest_hears_unasked_when_a_quarter_of_the_buffer_is_free_again()
    {
        using SocketRig rig = new(new() { GuestCid = SocketRig.Cid, QueueSize = 16, LargeBufferSize = 4096 });
        rig.Open();
        rig.Send(Packet.Data, Bytes(1000));
        rig.AssertNothing();
        rig.Send(Packet.Data, Bytes(24));
        Packet told = rig.Next();
        Assert.Equal((Packet.CreditUpdate, 1024u), (told.Operation, told.Forwarded));
    }

    [Fact]
    public void Counts_go_on_past_four_gibibytes()
    {
        using SocketRig rig = new(new() { GuestCid = SocketRig.Cid, QueueSize = 16, LargeBufferSize = 1 << 16 });
        FakeEnd end = rig.Open(bufferSize: 1 << 16);
        (end.Keeps, end.IsEndless) = (false, true);
        rig.Device.Ready(end.Connection!);
        byte[] payload = new byte[0x8000];
        ulong total = 0;
        byte[] packet = (new Packet { Operation = Packet.Data, Length = 0x8000, Payload = payload }).ToBytes();
        packet.CopyTo(rig.Ram.Span(SocketRig.Data, packet.Length));
        ushort chain = rig.Transmit.Chain(Piece.In(SocketRig.Data, 44 + 0x8000));
        for (; Math.Min(total, rig.Traffic.BytesReceived) < (1UL << 32) + (1 << 20); total += 0x8000)
        {
            // Has as much taken as was sent, each way.
            rig.Ram.Write(SocketRig.Data + 40, (uint)rig.Traffic.BytesReceived);
            rig.Transmit.Offer(chain);
            rig.Kick();
            rig.Receive.AvailableIndex = (ushort)(rig.Receive.UsedIndex + 8);
            rig.Driver.Kick(0);
            rig.Driver.Settle();
        }

        Assert.Null(end.Ending);
        Assert.Equal((total, 0UL), (rig.Traffic.BytesSent, rig.Traffic.Errors));
    }

    [Fact]
    public void A_hundred_thousand_packets_each_way_and_ten_thousand_connections_allocate_nothing()
    {
        using SocketRig rig = new(new() { GuestCid = SocketRig.Cid, QueueSize = 16, LargeBufferSize = 4096 });
        FakeEnd end = rig.Open();
        (end.Keeps, end.IsEndless) = (false, true);
        SocketConnection connection = end.Connection!;
        byte[] packet = (new Packet { Operation = Packet.Data, Length = 1000, Payload = new byte[1000] }).ToBytes();
        packet.CopyTo(rig.Ram.Span(SocketRig.Data, packet.Length));
        ushort data = rig.Transmit.Chain(Piece.In(SocketRig.Data, 1044));
        FakeEnd host = new();

        Assert.Equal(0, AllocationMeter.Measure(() =>
        {
            for (int i = 0; i < 100_000; i++)
            {
                rig.Ram.Write(SocketRig.Data + 40, (uint)rig.Traffic.BytesReceived);
                rig.Transmit.Offer(data);
                rig.Driver.Kick(1);
                rig.Device.Ready(connection);
                rig.Receive.AvailableIndex = (ushort)(rig.Receive.UsedIndex + 8);
                rig.Driver.Kick(0);
                rig.Driver.Settle();
                if (i % 10 == 0)
                {
                    SocketConnection asked = rig.Device.Connect(80, host)!;
                    rig.Device.Abort(asked);
                }
            }
        }));
        Assert.Equal((200_000UL, 0UL), (rig.Traffic.PacketsSent - 1, rig.Traffic.Errors));
        Assert.True(rig.Traffic.PacketsReceived > 200_000);
    }
}
