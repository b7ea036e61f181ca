using System.Diagnostics;
using KvmSdk.Devices.Virtio.Socket;

namespace KvmSdk.Devices.Tests.Virtio.Socket;

public sealed class SocketHostileTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(43)]
    public void A_packet_without_a_whole_header_needs_a_reset(int length)
    {
        using SocketRig rig = new();
        if (length == 0) rig.Transmit.Offer(Piece.In(SocketRig.Data, 0));
        else rig.Transmit.Offer(Piece.In(SocketRig.Data, (uint)length));
        rig.Kick();
        rig.Driver.AssertNeedsReset();
    }

    [Fact]
    public void A_packet_that_the_device_is_to_write_needs_a_reset()
    {
        using SocketRig rig = new();
        rig.Transmit.Offer(Piece.In(SocketRig.Data, 44), Piece.Out(SocketRig.Data, 44));
        rig.Kick();
        rig.Driver.AssertNeedsReset();
    }

    [Theory]
    [InlineData(43u, true)]
    [InlineData(44u, true)]
    [InlineData(100u, false)]
    public void A_buffer_without_room_or_on_the_wrong_side_needs_a_reset(uint length, bool isWritable)
    {
        using SocketRig rig = new(buffers: 0);
        rig.Receive.Offer(isWritable ? Piece.Out(SocketRig.Data, length) : Piece.In(SocketRig.Data, length));
        rig.Send(Packet.Request);
        rig.Driver.AssertNeedsReset();
    }

    [Fact]
    public void An_event_buffer_on_the_wrong_side_needs_a_reset()
    {
        using SocketRig rig = new();
        rig.Device.Restore(rig.Device.Save());
        rig.Events.Offer(Piece.In(SocketRig.Data, 8));
        rig.Driver.Kick(2);
        rig.Driver.AssertNeedsReset();
    }

    [Fact]
    public void A_header_cut_into_pieces_is_a_header()
    {
        using SocketRig rig = new();
        (new Packet { Operation = Packet.Request }).ToBytes().CopyTo(rig.Ram.Span(SocketRig.Data, 44));
        rig.Transmit.Offer(Piece.In(SocketRig.Data, 1), Piece.In(SocketRig.Data + 1, 42), Piece.In(SocketRig.Data + 43, 1));
        rig.Kick();
        Assert.Equal(Packet.Response, rig.Next().Operation);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(0xFFFF)]
    public void An_unknown_operation_breaks_the_connection_off(int operation)
    {
        using SocketRig rig = new();
        FakeEnd end = rig.Open();
        rig.Send((ushort)operation);
        Assert.Equal((Packet.Reset, SocketEnding.Reset), (rig.Next().Operation, end.Ending));
        Assert.Equal((1UL, 0), (rig.Traffic.Errors, rig.Device.Connections));

        rig.Send((ushort)operation);
        Assert.Equal(Packet.Reset, rig.Next().Operation);
    }

    [Fact]
    public void A_length_beyond_the_payload_breaks_the_connection_off()
    {
        using SocketRig rig = new();
        FakeEnd end = rig.Open();
        rig.Send(new Packet { Operation = Packet.Data, Payload = [1, 2, 3], Length = 4 });
        Assert.Equal((Packet.Reset, SocketEnding.Reset), (rig.Next().Operation, end.Ending));
        Assert.Empty(end.Taken);
    }

    [Fact]
    public void A_length_short_of_the_payload_is_what_counts()
    {
        using SocketRig rig = new();
        FakeEnd end = rig.Open();
        rig.Send(new Packet { Operation = Packet.Data, Payload = [1, 2, 3], Length = 2 });
        Assert.Equal([1, 2], end.Taken);
    }

    [Fact]
    public void Bytes_beyond_the_credit_break_the_connection_off_and_those_before_are_kept()
    {
        using SocketRig rig = new(new() { GuestCid = SocketRig.Cid, QueueSize = 16, LargeBufferSize = 4096 });
        FakeEnd end = rig.Open();
        end.Appetite = 0;
        rig.Send(Packet.Data, new byte[4096]);
        rig.Send(Packet.Data, [1]);
        Assert.Equal(Packet.Reset, rig.Next().Operation);
        Assert.Equal(4096, rig.Device.Read(end.Connection!, new byte[5000]));
        Assert.Equal(SocketEnding.Reset, end.Ending);
    }

    [Fact]
    public void A_forged_sender_is_counted_and_not_answered()
    {
        using SocketRig rig = new();
        FakeEnd end = rig.Open();
        rig.Send(new Packet { Operation = Packet.Data, SourceCid = 8, Payload = [1] });
        rig.Send(new Packet { Operation = Packet.Reset, SourceCid = (1UL << 32) | SocketRig.Cid });
        rig.AssertNothing();
        Assert.Equal(2UL, rig.Traffic.Errors);
        Assert.Null(end.Ending);
        Assert.Empty(end.Taken);
    }

    [Theory]
    [InlineData(8UL, 1)]
    [InlineData(2UL, 2)]
    [InlineData(2UL, 0)]
    public void Somebody_else_and_another_type_are_refused_by_that_name(ulong destination, ushort type)
    {
        using SocketRig rig = new();
        FakeEnd end = rig.Open();
        rig.Send(new Packet { Operation = Packet.Request, DestinationCid = destination, Type = type });
        Packet reset = rig.Next();
        Assert.Equal((Packet.Reset, destination, type), (reset.Operation, reset.SourceCid, reset.Type));
        Assert.Null(end.Ending);
    }

    [Theory]
    [InlineData(Packet.Response)]
    [InlineData(Packet.Shutdown)]
    [InlineData(Packet.Data)]
    [InlineData(Packet.CreditUpdate)]
    [InlineData(Packet.CreditRequest)]
    public void A_connection_that_does_not_exist_is_reset_once(ushort operation)
    {
        using SocketRig rig = new();
        rig.Send(operation);
        Packet reset = rig.Next();
        Assert.Equal((Packet.Reset, SocketRig.HostPort, SocketRig.GuestPort), (reset.Operation, reset.SourcePort, reset.DestinationPort));
        rig.Send(Packet.Reset);
        rig.AssertNothing();
        Assert.Equal(0, rig.Device.Connections);
    }

    [Fact]
    public void A_second_request_for_one_connection_breaks_it_off()
    {
        using SocketRig rig = new();
        FakeEnd end = rig.Open();
        rig.Send(Packet.Request);
        Assert.Equal((Packet.Reset, SocketEnding.Reset), (rig.Next().Operation, end.Ending));
        rig.Open();
    }

    [Fact]
    public void An_answer_that_was_not_asked_for_breaks_the_connection_off()
    {
        using SocketRig rig = new();
        FakeEnd end = rig.Open();
        rig.Send(Packet.Response);
        Assert.Equal((Packet.Reset, SocketEnding.Reset), (rig.Next().Operation, end.Ending));
    }

    [Fact]
    public void Bytes_before_the_answer_break_the_connection_off()
    {
        using SocketRig rig = new();
        FakeEnd end = rig.Connect();
        rig.Send(new Packet { Operation = Packet.Data, DestinationPort = rig.Next().SourcePort, Payload = [1] });
        Assert.Equal((Packet.Reset, SocketEnding.Refused), (rig.Next().Operation, end.Ending));
    }

    [Fact]
    public void Bytes_after_the_end_break_the_connection_off()
    {
        using SocketRig rig = new();
        FakeEnd end = rig.Open();
        rig.Send(Packet.Shutdown, flags: 2);
        rig.Send(Packet.Data, [1]);
        Assert.Equal((Packet.Reset, SocketEnding.Reset), (rig.Next().Operation, end.Ending));
    }

    [Theory]
    [InlineData(6u)]
    [InlineData(0x4000_0000u)]
    [InlineData(0x7FFF_FFFFu)]
    public void A_guest_that_has_taken_more_than_it_was_sent_is_broken_off(uint forwarded)
    {
        using SocketRig rig = new();
        FakeEnd end = rig.Open();
        Give(rig, end, 5);
        rig.Send(Packet.CreditUpdate, forwarded: 5);
        Assert.Null(end.Ending);
        rig.Send(Packet.CreditUpdate, forwarded: forwarded);
        Assert.Equal((Packet.Reset, SocketEnding.Reset), (rig.Next().Operation, end.Ending));
    }

    // A driver of several threads counts, and then queues, and may do the latter in another order.
    [Fact]
    public void A_count_that_goes_backwards_gives_no_credit_back()
    {
        using SocketRig rig = new();
        FakeEnd end = rig.Open(bufferSize: 10);
        Give(rig, end, 10);
        rig.Send(new Packet { Operation = Packet.CreditUpdate, BufferSize = 10, Forwarded = 10 });
        rig.Send(new Packet { Operation = Packet.CreditUpdate, BufferSize = 10, Forwarded = 3 });
        Give(rig, end, 10);
        Assert.Null(end.Ending);
        // It was asked for credit already, when the last byte had gone.
        end.IsEndless = true;
        rig.Device.Ready(end.Connection!);
        rig.Look();
        rig.AssertNothing();
    }

    [Fact]
    public void A_buffer_that_shrinks_below_what_is_on_its_way_is_no_credit()
    {
        using SocketRig rig = new();
        FakeEnd end = rig.Open(bufferSize: 10);
        Give(rig, end, 10);
        rig.Send(new Packet { Operation = Packet.CreditUpdate, BufferSize = 1, Forwarded = 1 });
        // It was asked for credit already, when the last byte had gone.
        end.IsEndless = true;
        rig.Device.Ready(end.Connection!);
        rig.Look();
        rig.AssertNothing();
    }

    [Fact]
    public void A_request_with_a_count_of_bytes_that_were_never_sent_is_refused()
    {
        using SocketRig rig = new();
        rig.Send(Packet.Request, forwarded: 1);
        Assert.Equal(Packet.Reset, rig.Next().Operation);
        Assert.Empty(rig.Accepted);
    }

    [Fact]
    public void More_requests_than_places_are_refused_and_answered_each()
    {
        using SocketRig rig = new(new() { GuestCid = SocketRig.Cid, QueueSize = 16, MaxConnections = 4, LargeBuffers = 2, LargeBufferSize = 8192, SmallBufferSize = 4096 });
        List<(ushort, uint)> answers = [];
        for (uint port = 0; port < 100; port++)
        {
            rig.Send(new Packet { Operation = Packet.Request, SourcePort = port });
            Packet answer = rig.Next();
            Assert.Equal(port, answer.DestinationPort);
            answers.Add((answer.Operation, answer.Operation == Packet.Response ? answer.BufferSize : 0));
        }

        Assert.Equal([(Packet.Response, 8192u), (Packet.Response, 8192u), (Packet.Response, 4096u), (Packet.Response, 4096u)], answers[..4]);
        Assert.All(answers[4..], answer => Assert.Equal(Packet.Reset, answer.Item1));
        Assert.Equal((96UL, 4), (rig.Traffic.ConnectionsRefused, rig.Device.Connections));
        Assert.Null(rig.Device.Connect(1, new FakeEnd()));
    }

    [Fact]
    public void A_guest_that_takes_no_answers_is_listened_to_no_more_until_it_does()
    {
        using SocketRig rig = new(buffers: 0);
        rig.Accepts = false;
        (new Packet { Operation = Packet.Request }).ToBytes().CopyTo(rig.Ram.Span(SocketRig.Data, 44));
        ushort packet = rig.Transmit.Chain(Piece.In(SocketRig.Data, 44));
        for (int i = 0; i < 200; i++)
        {
            if ((ushort)(rig.Transmit.AvailableIndex - rig.Transmit.UsedIndex) < rig.Transmit.Size) rig.Transmit.Offer(packet);
            rig.Kick();
        }

        Assert.Equal(64, rig.Transmit.UsedIndex);
        ushort offered = rig.Transmit.AvailableIndex;
        rig.OfferBuffers(8);
        int answers = 0;
        while (rig.TryNext(out Packet answer))
        {
            Assert.Equal(Packet.Reset, answer.Operation);
            answers++;
        }

        Assert.Equal((offered, (int)offered), (rig.Transmit.UsedIndex, answers));
    }

    [Fact]
    public void A_header_that_changes_after_it_was_copied_changes_nothing()
    {
        using SocketRig rig = new();
        FakeEnd end = rig.Open();
        using ManualResetEventSlim stop = new();
        byte[] good = (new Packet { Operation = Packet.Data, Length = 100, Payload = new byte[100] }).ToBytes();
        Thread scribbler = new(() =>
        {
            // A guest's other CPU.
            while (!stop.IsSet) rig.Ram.Write(SocketRig.Data + 24, 0x7FFF_FFFFu);
        });
        good.CopyTo(rig.Ram.Span(SocketRig.Data, good.Length));
        ushort packet = rig.Transmit.Chain(Piece.In(SocketRig.Data, (uint)good.Length));
        scribbler.Start();
        int taken = 0;
        int broken = 0;
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < 20_000 || ((taken == 0 || broken == 0) && Stopwatch.GetElapsedTime(start) < TimeSpan.FromMinutes(1)); i++)
        {
            rig.Ram.Write(SocketRig.Data + 24, 100u);
            rig.Transmit.Offer(packet);
            rig.Kick();
            taken += end.Taken.Count;
            end.Taken.Clear();
            while (rig.TryNext(out Packet answer)) broken += answer.Operation == Packet.Reset ? 1 : 0;
            if (end.Ending is not null) end = Reopen(rig, good);
        }

        stop.Set();
        scribbler.Join();
        Assert.Equal(0, taken % 100);
        Assert.True(taken > 0, "nothing got through");
        Assert.True(broken > 0, "nothing was changed");
    }

    private static FakeEnd Reopen(SocketRig rig, byte[] good)
    {
        (new Packet { Operation = Packet.Request }).ToBytes().CopyTo(rig.Ram.Span(SocketRig.Data + 0x1000, 44));
        rig.Transmit.Offer(Piece.In(SocketRig.Data + 0x1000, 44));
        rig.Kick();
        Assert.Equal(Packet.Response, rig.Next().Operation);
        good.AsSpan(28).CopyTo(rig.Ram.Span(SocketRig.Data + 28, good.Length - 28));
        return rig.End;
    }

    private static void Give(SocketRig rig, FakeEnd end, int count)
    {
        for (int i = 0; i < count; i++) end.Outgoing.Enqueue(0);
        rig.Device.Ready(end.Connection!);
        rig.Look();
        Assert.Equal((uint)count, rig.Next().Length);
        if (rig.TryNext(out Packet more)) Assert.Equal(Packet.CreditRequest, more.Operation);
    }
}
