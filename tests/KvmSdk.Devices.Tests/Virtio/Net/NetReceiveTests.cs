using KvmSdk.Devices.Tests.Memory;
using KvmSdk.Devices.Virtio;
using KvmSdk.Devices.Virtio.Mmio;
using KvmSdk.Devices.Virtio.Net;

namespace KvmSdk.Devices.Tests.Virtio.Net;

/// <summary>From the network to the guest: buffers, merging, backpressure.</summary>
public sealed class NetReceiveTests
{
    private const ulong Plain = VirtioFeature.Common;
    private const ulong Merging = VirtioFeature.Common | NetFeature.MergeableBuffers;
    private const ulong Everything = ulong.MaxValue;

    [Theory]
    [InlineData(Plain)]
    [InlineData(Merging)]
    [InlineData(Everything)]
    public void A_frame_goes_into_the_drivers_buffer_with_a_header_that_says_one_buffer(ulong accept)
    {
        using NetRig rig = new(accept);
        ushort head = OfferMuch(rig);
        byte[] frame = NetRig.Frame(60);
        rig.Arrive(frame);

        Assert.Equal((head, 72u), rig.Receive.Used(0));
        frame[10] = 1;
        Assert.Equal(frame, rig.Ram.Span(NetRig.Data, 72).ToArray());
        Assert.Equal((1UL, 60UL, 0UL), (rig.Traffic.FramesReceived, rig.Traffic.BytesReceived, rig.Traffic.ReceiveDrops));
        Assert.Equal(MmioRegister.InterruptUsed, rig.Driver.HandleInterrupt());
    }

    [Fact]
    public void A_buffer_may_be_cut_anywhere_even_within_the_header()
    {
        using NetRig rig = new(Plain);
        rig.Receive.Offer(Piece.Out(NetRig.Data, 5), Piece.Out(NetRig.Data + 100, 6), Piece.Out(GuestRam.HighBase, 2000));
        byte[] frame = NetRig.Frame(1514);
        rig.Arrive(frame);

        frame[10] = 1;
        Assert.Equal(frame[..5], rig.Ram.Span(NetRig.Data, 5).ToArray());
        Assert.Equal(frame[5..11], rig.Ram.Span(NetRig.Data + 100, 6).ToArray());
        Assert.Equal(frame[11..], rig.Ram.Span(GuestRam.HighBase, frame.Length - 11).ToArray());
        Assert.Equal(1526u, rig.Receive.Used(0).Written);
    }

    [Fact]
    public void A_long_frame_fills_as_many_buffers_as_it_needs_and_the_next_goes_on_behind()
    {
        using NetRig rig = new(Merging);
        ushort[] heads = [.. Enumerable.Range(0, 5).Select(i => rig.Receive.Offer(Piece.Out(NetRig.Data + ((uint)i * 0x1000), 700)))];
        byte[] frame = NetRig.Frame(1489);
        rig.Arrive(frame);
        Assert.Equal([(heads[0], 700u), (heads[1], 700u), (heads[2], 101u)], Enumerable.Range(0, 3).Select(rig.Receive.Used));
        Assert.Equal(3, rig.Receive.UsedIndex);
        frame[10] = 3;
        byte[] found = [.. rig.Ram.Span(NetRig.Data, 700), .. rig.Ram.Span(NetRig.Data + 0x1000, 700), .. rig.Ram.Span(NetRig.Data + 0x2000, 101)];
        Assert.Equal(frame, found);

        // Two are left, which the longest frame to be expected would not fit into: it has to wait for a third.
        byte[] exact = NetRig.Frame(1388);
        rig.Arrive(exact);
        Assert.Equal((3, 1), (rig.Receive.UsedIndex, rig.Network.Waiting.Count));
        rig.Receive.Offer(Piece.Out(NetRig.Data + 0x5000, 700));
        rig.Driver.Kick();
        Assert.Equal((5, 2UL), (rig.Receive.UsedIndex, rig.Traffic.FramesReceived));
        Assert.Equal(2, rig.Ram.Read<ushort>(NetRig.Data + 0x3000 + 10));
        Assert.Equal((heads[4], 700u), rig.Receive.Used(4));
    }

    [Fact]
    public void An_uncut_segment_of_64_KiB_is_received_where_the_driver_takes_it()
    {
        using NetRig rig = new(size: 64);
        for (uint i = 0; i < 48; i++) rig.Receive.Offer(Piece.Out((i < 42 ? NetRig.Data : GuestRam.HighBase) + (i % 42 * 1536), 1536));
        rig.Arrive(NetRig.Frame(65549, flags: 1, gso: 1, gsoSize: 1448, start: 34, offset: 16));
        Assert.Equal(43, rig.Receive.UsedIndex);
        Assert.Equal(43, rig.Ram.Read<ushort>(NetRig.Data + 10));
        Assert.Equal(65549UL, rig.Traffic.BytesReceived);
    }

    [Theory]
    [InlineData(Plain, 1514, 1526, true)]
    [InlineData(Plain, 1515, 1526, false)]
    [InlineData(Merging, 3060, 1536, true)]
    [InlineData(Merging, 3061, 1536, false)]
    public void A_frame_that_is_longer_than_the_buffers_is_dropped_and_they_serve_the_next(ulong accept, int length, uint buffer, bool fits)
    {
        using NetRig rig = new(accept);
        rig.Receive.Offer(Piece.Out(NetRig.Data, buffer));
        rig.Receive.Offer(Piece.Out(NetRig.Data + 0x1000, buffer));
        rig.Arrive(NetRig.Frame(length));
        Assert.Equal(fits ? (1UL, 0UL) : (0UL, 1UL), (rig.Traffic.FramesReceived, rig.Traffic.ReceiveDrops));
        if (fits) return;
        Assert.Equal(0, rig.Receive.UsedIndex);
        rig.Arrive(NetRig.Frame(60));
        Assert.Equal((0u, 72u), rig.Receive.Used(0));
    }

    [Fact]
    public void Without_buffers_frames_wait_in_the_network_until_the_driver_notifies()
    {
        using NetRig rig = new(Plain);
        rig.Receive.Offer(Piece.Out(NetRig.Data, 2048));
        rig.Arrive(NetRig.Frame(60), NetRig.Frame(61), NetRig.Frame(62));
        Assert.Equal((1, 2), (rig.Receive.UsedIndex, rig.Network.Waiting.Count));
        int asked = rig.Network.Asked;
        rig.Look();
        Assert.Equal(asked, rig.Network.Asked);

        // The device has asked for the notification of the next buffer.
        Assert.Equal(1, rig.Receive.AvailableEvent);
        rig.Receive.Offer(Piece.Out(NetRig.Data, 2048));
        rig.Receive.Offer(Piece.Out(NetRig.Data + 0x800, 2048));
        rig.Driver.Kick();
        Assert.Equal(3UL, rig.Traffic.FramesReceived);
        Assert.Equal(0UL, rig.Traffic.ReceiveDrops);
    }

    [Fact]
    public void A_driver_whose_whole_queue_holds_less_than_the_longest_frame_gets_what_fits()
    {
        using NetRig rig = new(size: 4);
        for (uint i = 0; i < 4; i++) rig.Receive.Offer(Piece.Out(NetRig.Data + (i * 0x800), 1024));
        rig.Arrive(NetRig.Frame(4085), NetRig.Frame(4084));
        Assert.Equal((1UL, 1UL), (rig.Traffic.FramesReceived, rig.Traffic.ReceiveDrops));
        Assert.Equal(4, rig.Receive.UsedIndex);
    }

    [Theory]
    [InlineData(13, 0, 0, 0, 0, 0)] // no Ethernet header
    [InlineData(60, 1, 0, 0, 34, 16)] // an open checksum
    [InlineData(60, 0, 1, 1448, 0, 0)] // an uncut segment
    public void A_frame_in_a_form_that_the_driver_does_not_take_is_dropped(int length, byte flags, byte gso, ushort size, ushort start, ushort offset)
    {
        using NetRig rig = new(Merging);
        OfferMuch(rig);
        rig.Arrive(NetRig.Frame(length, flags, gso, size, start, offset), NetRig.Frame(60));
        Assert.Equal((1UL, 1UL), (rig.Traffic.FramesReceived, rig.Traffic.ReceiveDrops));
        Assert.Equal(72u, rig.Receive.Used(0).Written);
    }

    [Fact]
    public void A_network_that_never_ends_does_not_keep_the_device()
    {
        using NetRig rig = new(Plain, size: 256);
        for (uint i = 0; i < 256; i++) rig.Receive.Offer(Piece.Out(NetRig.Data, 2048));
        rig.Network.Endless = NetRig.Frame(60);
        rig.Look();
        Assert.Equal(64, rig.Receive.UsedIndex);
        Assert.True(rig.Driver.Transport.HasUnfinishedWork);
        rig.Driver.Settle();
        Assert.Equal(256, rig.Receive.UsedIndex);
    }

    [Theory]
    [InlineData(Plain)]
    [InlineData(Merging)]
    public void A_buffer_without_room_for_the_header_or_that_is_not_writable_needs_a_reset(ulong accept)
    {
        using (NetRig rig = new(accept))
        {
            rig.Receive.Offer(Piece.Out(NetRig.Data, 11));
            rig.Arrive(NetRig.Frame(60));
            rig.Driver.AssertNeedsReset();
        }

        using (NetRig rig = new(accept))
        {
            rig.Receive.Offer(Piece.In(NetRig.Data, 1), Piece.Out(NetRig.Data, 2048));
            rig.Driver.Kick();
            rig.Driver.AssertNeedsReset();
            rig.Arrive(NetRig.Frame(60));
            Assert.Equal(0, rig.Receive.UsedIndex);
        }
    }

    [Fact]
    public void A_buffer_outside_RAM_needs_a_reset()
    {
        using NetRig rig = new();
        rig.Receive.Offer(Piece.Out(0, 2048));
        rig.Driver.Kick();
        rig.Driver.AssertNeedsReset();
    }

    [Fact]
    public void After_a_reset_no_buffer_of_before_is_written()
    {
        using NetRig rig = new(Plain);
        rig.Receive.Offer(Piece.Out(NetRig.Data, 2048));
        rig.Driver.Kick();
        rig.Driver.Out(MmioRegister.Status, 0);
        rig.Arrive(NetRig.Frame(60));
        rig.Ram.Low[..0x2000].Clear();
        rig.Start(Plain, 16);
        rig.Arrive(NetRig.Frame(60));
        Assert.True(rig.Ram.Span(NetRig.Data, 2048).IndexOfAnyExcept((byte)0) < 0);
        Assert.Equal(0UL, rig.Traffic.FramesReceived);
    }

    // One buffer that holds the longest frame.
    private static ushort OfferMuch(NetRig rig) => rig.Receive.Offer(Piece.Out(NetRig.Data, 0x8000), Piece.Out(GuestRam.HighBase, 0x1_0000));
}
