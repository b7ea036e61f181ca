using System.Text;
using KvmSdk.Devices.Virtio.Console;
using KvmSdk.Devices.Virtio.Mmio;

namespace KvmSdk.Devices.Tests.Virtio.Console;

/// <summary>A device with one console: bytes both ways, its size, and bytes before there is a driver.</summary>
public sealed class ConsoleDeviceTests
{
    private static readonly byte[] _text = Encoding.ASCII.GetBytes("a line of output\n");

    [Fact]
    public void A_console_offers_a_size_and_an_emergency_way_and_no_further_ports()
    {
        using ConsoleRig rig = new();
        Assert.Equal((3u, 2), (rig.Device.DeviceId, rig.Device.QueueCount));
        Assert.Equal(ConsoleFeature.Size | ConsoleFeature.EmergencyWrite, rig.Device.Features);
        Assert.Equal(1u, rig.Driver.In(MmioRegister.Configuration + 4));
        Assert.True(rig.Device.IsOpen(0));
        Assert.Equal([(0, true)], rig.Consoles.Opened);
    }

    [Theory]
    [InlineData]
    [InlineData(1)]
    [InlineData(3, 3, 9)]
    public void Output_arrives_however_it_is_cut(params int[] cuts)
    {
        using ConsoleRig rig = new();
        rig.Send(1, _text, cuts);
        Assert.Equal(_text, rig.Consoles.Sent[0]);
        Assert.Equal((0u, 0u), rig[1].Used(0));
        Assert.Equal(((ulong)_text.Length, 1UL), (rig.Device.TrafficOf(0).BytesSent, rig.Device.TrafficOf(0).BuffersSent));
        Assert.Equal(MmioRegister.InterruptUsed, rig.Driver.HandleInterrupt());
    }

    [Fact]
    public void An_empty_buffer_comes_back()
    {
        using ConsoleRig rig = new();
        rig[1].Offer(Piece.In(ConsoleRig.Data, 0));
        rig.Driver.Kick(1);
        Assert.Equal(1, rig[1].UsedIndex);
    }

    [Fact]
    public void Output_that_the_host_has_no_room_for_stays_in_its_buffer_until_there_is()
    {
        using ConsoleRig rig = new();
        rig.Consoles.Room = 5;
        rig.Send(1, _text, 3);
        Assert.Equal(_text[..5], rig.Consoles.Sent[0]);
        Assert.Equal(0, rig[1].UsedIndex);
        Assert.False(rig.Driver.Transport.HasUnfinishedWork);
        Assert.Equal(1UL, rig.Device.TrafficOf(0).Stalls);

        // The guest changes its mind; what was offered was looked at once.
        rig[1].Describe(0, Piece.In(ConsoleRig.Data + 0x1000, 4));
        rig.Consoles.Room = 1;
        rig.Driver.Transport.Notify(1, mayWait: true);
        Assert.Equal(0, rig[1].UsedIndex);
        rig.Consoles.Room = int.MaxValue;
        rig.Driver.Transport.Notify(1, mayWait: true);
        Assert.Equal(_text, rig.Consoles.Sent[0]);
        Assert.Equal((1, 1UL), (rig[1].UsedIndex, rig.Device.TrafficOf(0).BuffersSent));
    }

    [Fact]
    public void A_buffer_larger_than_one_turn_takes_several_and_others_have_theirs()
    {
        using ConsoleRig rig = new();
        byte[] large = [.. Enumerable.Range(0, 0x9_0000).Select(i => (byte)(i * 31 >> 3))];
        int at = 0;
        List<Piece> pieces = [];
        for (; at < large.Length; at += 0x8000)
        {
            // The same piece of memory again and again, as a flood would.
            pieces.Add(Piece.In(ConsoleRig.Data, 0x8000));
        }

        large.AsSpan(0, 0x8000).CopyTo(rig.Ram.Span(ConsoleRig.Data, 0x8000));
        rig.Start(ulong.MaxValue, 32);
        rig[1].Offer([.. pieces]);
        rig.Driver.Kick(1);
        Assert.True(rig.Driver.Transport.HasUnfinishedWork);
        Assert.Equal(1 << 18, rig.Consoles.Sent[0].Count);
        rig.Driver.Settle();
        Assert.Equal(0x9_0000, rig.Consoles.Sent[0].Count);
        Assert.Equal(1, rig[1].UsedIndex);
    }

    [Fact]
    public void Input_goes_into_as_many_buffers_as_it_takes_and_the_rest_waits_for_more()
    {
        using ConsoleRig rig = new();
        rig[0].Offer(Piece.Out(ConsoleRig.Data, 4));
        rig[0].Offer(Piece.Out(ConsoleRig.Data + 16, 2), Piece.Out(ConsoleRig.Data + 32, 3));
        rig.Driver.Kick(0);
        Assert.Empty(rig.Consoles.SpaceTold);
        Assert.Equal(9, rig.Device.Receive(0, "0123456789ab"u8));
        Assert.Equal([(0u, 4u), (1u, 5u)], [rig[0].Used(0), rig[0].Used(1)]);
        Assert.Equal("0123", Encoding.ASCII.GetString(rig.Ram.Span(ConsoleRig.Data, 4)));
        Assert.Equal("45678", Encoding.ASCII.GetString(rig.Ram.Span(ConsoleRig.Data + 16, 2)) + Encoding.ASCII.GetString(rig.Ram.Span(ConsoleRig.Data + 32, 3)));
        Assert.Equal(MmioRegister.InterruptUsed, rig.Driver.HandleInterrupt());

        rig[0].Offer(Piece.Out(ConsoleRig.Data, 64));
        rig.Driver.Kick(0);
        Assert.Equal([0], rig.Consoles.SpaceTold);
        Assert.Equal(3, rig.Device.Receive(0, "9ab"u8));
        Assert.Equal((12UL, 1UL), (rig.Device.TrafficOf(0).BytesReceived, rig.Device.TrafficOf(0).InputRefusals));
    }

    [Fact]
    public void Without_a_driver_input_waits_until_there_is_one()
    {
        using ConsoleRig rig = new();
        rig.Driver.Out(MmioRegister.Status, 0);
        Assert.Equal([(0, true), (0, false)], rig.Consoles.Opened);
        Assert.Equal(0, rig.Device.Receive(0, "x"u8));
        rig.Start(ulong.MaxValue, 16);
        Assert.Equal([0], rig.Consoles.SpaceTold);
        rig[0].Offer(Piece.Out(ConsoleRig.Data, 4));
        Assert.Equal(1, rig.Device.Receive(0, "x"u8));
    }

    [Fact]
    public void A_new_size_stands_in_the_configuration_and_is_told_by_an_interrupt()
    {
        using ConsoleRig rig = new();
        Assert.Equal(0u, rig.Driver.In(MmioRegister.Configuration));
        uint generation = rig.Driver.In(MmioRegister.ConfigurationGeneration);
        rig.Device.Resize(132, 43);
        Assert.Equal((43u << 16) | 132, rig.Driver.In(MmioRegister.Configuration));
        Assert.NotEqual(generation, rig.Driver.In(MmioRegister.ConfigurationGeneration));
        Assert.Equal(MmioRegister.InterruptConfiguration, rig.Driver.HandleInterrupt());
        rig.Device.Resize(132, 43);
        Assert.Equal(0u, rig.Driver.HandleInterrupt());
    }

    [Fact]
    public void A_size_that_is_known_before_there_is_a_driver_stands_where_it_reads_without_asking()
    {
        using ConsoleRig rig = new();
        rig.Driver.Out(MmioRegister.Status, 0);
        rig.Device.Resize(80, 25);
        rig.Driver.Transport.RefreshConfiguration();
        Assert.Equal((25u << 16) | 80, rig.Driver.Page.Read(MmioRegister.Configuration));
    }

    [Fact]
    public void A_storm_of_sizes_leaves_the_last_one_and_nothing_behind()
    {
        using ConsoleRig rig = new();
        Assert.Equal(0, AllocationMeter.Measure(() =>
        {
            for (int i = 0; i < 100_000; i++) rig.Device.Resize((ushort)i, (ushort)(i >> 3));
        }));
        Assert.Equal((unchecked((ushort)99_999), (ushort)(99_999 >> 3)), rig.Device.Size);
        Assert.Equal(15u, rig.Driver.Status);
    }

    [Fact]
    public void A_byte_in_the_configuration_space_is_output_before_there_is_a_driver()
    {
        using ConsoleRig rig = new();
        rig.Driver.Out(MmioRegister.Status, 0);
        foreach (byte character in "early"u8) rig.Driver.Out(MmioRegister.Configuration + 8, character);
        Assert.Equal("early"u8.ToArray(), rig.Consoles.Sent[0]);
        Assert.Equal((5UL, 0UL), (rig.Device.TrafficOf(0).EmergencyBytes, rig.Device.TrafficOf(0).BytesSent));

        // Nothing else there is writable.
        rig.Driver.Out(MmioRegister.Configuration, 0xFFFF_FFFF);
        rig.Driver.Out(MmioRegister.Configuration + 4, 0xFFFF_FFFF);
        rig.Driver.Transport.Write(MmioRegister.Configuration + 9, 1, 0x41);
        Assert.Equal((0u, 1u, 0u), (rig.Driver.In(MmioRegister.Configuration), rig.Driver.In(MmioRegister.Configuration + 4), rig.Driver.In(MmioRegister.Configuration + 8)));
        Assert.Equal(5, rig.Consoles.Sent[0].Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_buffer_on_the_wrong_side_needs_a_reset(bool isOutput)
    {
        using ConsoleRig rig = new();
        if (isOutput)
        {
            rig[1].Offer(Piece.In(ConsoleRig.Data, 4), Piece.Out(ConsoleRig.Data, 4));
            rig.Driver.Kick(1);
        }
        else
        {
            rig[0].Offer(Piece.In(ConsoleRig.Data, 4), Piece.Out(ConsoleRig.Data, 4));
            Assert.Equal(0, rig.Device.Receive(0, "x"u8));
        }

        rig.Driver.AssertNeedsReset();
        Assert.Equal(0, rig.Device.Receive(0, "x"u8));
        rig.Start(ulong.MaxValue, 16);
        rig.Send(1, _text);
        Assert.Equal(_text, rig.Consoles.Sent[0]);
    }

    [Fact]
    public void A_reset_forgets_output_that_the_host_did_not_take()
    {
        using ConsoleRig rig = new();
        rig.Consoles.Room = 2;
        rig.Send(1, _text);
        rig.Start(ulong.MaxValue, 16);
        rig.Consoles.Room = int.MaxValue;
        rig.Driver.Transport.Notify(1, mayWait: true);
        Assert.Equal(_text[..2], rig.Consoles.Sent[0]);
        Assert.Equal(0, rig[1].UsedIndex);
    }

    [Fact]
    public void Another_device_goes_on_where_this_one_was()
    {
        using ConsoleRig rig = new();
        rig.Device.Resize(80, 25);
        rig.Consoles.Room = 7;
        rig.Send(1, _text, 3);
        ConsoleState state = rig.Device.Save();
        Assert.Equal((true, (ulong)7), (state[0].HoldsOutput, state[0].OutputConsumed));

        using ConsoleRig other = new();
        rig.Ram.Low.CopyTo(other.Ram.Low);

        // What a transport remembers of its queues is not restored here: this one has seen no buffer yet.
        other[1].AvailableIndex = 0;
        Assert.True(other.Device.TryRestore(in state));
        Assert.Equal(((ushort)80, (ushort)25), other.Device.Size);
        other.Driver.Transport.Notify(1, mayWait: true);
        Assert.Equal(_text[7..], other.Consoles.Sent[0]);
        Assert.Equal((0u, 0u), other[1].Used(0));
    }

    [Fact]
    public void A_state_that_cannot_be_is_refused()
    {
        using ConsoleRig rig = new();
        rig.Send(1, _text);
        ConsoleState right = rig.Device.Save();
        Refused(right[0] with { Pending = 8 });
        Refused(right[0] with { HoldsOutput = true, OutputHead = 16 });
        Refused(right[0] with { HoldsOutput = true, OutputConsumed = (ulong)_text.Length + 1 });
        ConsoleState ports = right;
        ports.HasAgreedOnPorts = true;
        Assert.False(rig.Device.TryRestore(in ports));
        Assert.True(rig.Device.TryRestore(in right));

        void Refused(ConsolePortState wrong)
        {
            ConsoleState state = right;
            state[0] = wrong;
            Assert.False(rig.Device.TryRestore(in state));
        }
    }
}
