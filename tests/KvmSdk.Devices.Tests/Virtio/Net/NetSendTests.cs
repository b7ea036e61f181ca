using KvmSdk.Devices.Virtio;
using KvmSdk.Devices.Virtio.Mmio;

namespace KvmSdk.Devices.Tests.Virtio.Net;

/// <summary>From the guest to the network: cuts, headers, lengths.</summary>
public sealed class NetSendTests
{
    [Theory]
    [InlineData]
    [InlineData(12)]
    [InlineData(5)]
    [InlineData(5, 11)]
    [InlineData(12, 26, 60)]
    public void A_frame_is_sent_however_it_is_cut(params int[] cuts)
    {
        using NetRig rig = new();
        byte[] frame = NetRig.Frame(100);
        rig.Send(frame, cuts);
        Assert.Equal(frame, Assert.Single(rig.Network.Sent));
        Assert.Equal((0u, 0u), rig.Transmit.Used(0));
        Assert.Equal((1UL, 100UL), (rig.Traffic.FramesSent, rig.Traffic.BytesSent));
        Assert.Equal(MmioRegister.InterruptUsed, rig.Driver.HandleInterrupt());
    }

    [Fact]
    public void A_frame_from_a_table_of_descriptors_is_sent()
    {
        using NetRig rig = new();
        byte[] frame = NetRig.Frame(100);
        frame.CopyTo(rig.Ram.Span(NetRig.Data, frame.Length));
        rig.Transmit.Offer(rig.Transmit.ChainIndirect(NetRig.Table, Piece.In(NetRig.Data, 12), Piece.In(NetRig.Data + 12, 50), Piece.In(NetRig.Data + 62, 50)));
        rig.Kick();
        Assert.Equal(frame, Assert.Single(rig.Network.Sent));
    }

    [Fact]
    public void The_number_of_buffers_is_the_devices_to_say_and_does_not_go_out()
    {
        using NetRig rig = new();
        byte[] frame = NetRig.Frame(60);
        frame[10] = frame[11] = 0xFF;
        rig.Send(frame);
        Assert.Equal(NetRig.Frame(60), Assert.Single(rig.Network.Sent));
    }

    [Theory]
    [InlineData(13, false)]
    [InlineData(14, true)]
    [InlineData(65553, true)]
    [InlineData(65554, false)]
    public void A_frame_has_the_length_of_one(int length, bool isSent)
    {
        using NetRig rig = new();
        byte[] frame = NetRig.Frame(length);
        frame[..12].CopyTo(rig.Ram.Span(NetRig.Table, 12));
        rig.Transmit.Offer(Piece.In(NetRig.Table, 12), Piece.In(NetRig.Data, 0x8000 < length ? 0x8000u : (uint)length), Piece.In(Memory.GuestRam.HighBase, (uint)Math.Max(0, length - 0x8000)));
        rig.Kick();
        Assert.Equal(isSent ? (1, 0UL) : (0, 1UL), (rig.Network.SentCount, rig.Traffic.SendErrors));
        Assert.Equal(1, rig.Transmit.UsedIndex);
    }

    [Theory]
    [InlineData(1, 0, 0, 34, 16, true)] // an open checksum
    [InlineData(1, 0, 0, 42, 16, true)] // its last byte is the frame's
    [InlineData(1, 0, 0, 43, 16, false)]
    [InlineData(1, 0, 0, 65535, 65535, false)]
    [InlineData(1, 1, 1448, 34, 16, true)] // TCP over IPv4
    [InlineData(1, 4, 1448, 34, 16, true)] // TCP over IPv6
    [InlineData(0, 1, 1448, 34, 16, false)] // uncut, and no checksum to complete
    [InlineData(1, 1, 0, 34, 16, false)] // pieces of nothing
    [InlineData(1, 3, 1448, 34, 16, false)] // UDP, which is not offered
    [InlineData(1, 0x81, 1448, 34, 16, false)] // ECN, which is not offered
    public void A_header_asks_only_for_what_was_agreed_on_and_of_bytes_that_are_there(byte flags, byte gso, ushort size, ushort start, ushort offset, bool isSent)
    {
        using NetRig rig = new();
        byte[] frame = NetRig.Frame(60, flags, gso, size, start, offset);
        rig.Send(frame);
        Assert.Equal(isSent ? [frame] : [], rig.Network.Sent);
        Assert.Equal(isSent ? 0UL : 1UL, rig.Traffic.SendErrors);

        using NetRig plain = new(VirtioFeature.Common);
        plain.Send(frame);
        Assert.Empty(plain.Network.Sent);
        Assert.Equal(1UL, plain.Traffic.SendErrors);
    }

    [Fact]
    public void What_the_network_refuses_is_dropped_and_counted()
    {
        using NetRig rig = new();
        rig.Network.IsOpen = false;
        rig.Send(NetRig.Frame(60));
        Assert.Equal((1, 1UL, 0UL), (rig.Transmit.UsedIndex, rig.Traffic.SendDrops, rig.Traffic.FramesSent));
    }

    [Fact]
    public void A_frame_without_a_whole_header_or_that_is_writable_needs_a_reset()
    {
        using (NetRig rig = new())
        {
            rig.Transmit.Offer(Piece.In(NetRig.Data, 11));
            rig.Kick();
            rig.Driver.AssertNeedsReset();
        }

        using (NetRig rig = new())
        {
            rig.Transmit.Offer(Piece.In(NetRig.Data, 100), Piece.Out(NetRig.Data, 1));
            rig.Kick();
            rig.Driver.AssertNeedsReset();
            Assert.Equal(0, rig.Network.SentCount);
        }
    }

    [Fact]
    public void A_driver_that_keeps_offering_does_not_keep_the_device()
    {
        using NetRig rig = new(size: 4);
        ushort head = rig.Transmit.Chain(Piece.In(NetRig.Data, 72));
        rig.Driver.Interrupt.OnRaise = () => { };
        for (int i = 0; i < 4; i++) rig.Transmit.Offer(head);
        rig.Kick();
        Assert.Equal((4, true), (rig.Network.SentCount, rig.Driver.Transport.HasUnfinishedWork));
        rig.Driver.Settle();
        Assert.False(rig.Driver.Transport.HasUnfinishedWork);
    }
}
