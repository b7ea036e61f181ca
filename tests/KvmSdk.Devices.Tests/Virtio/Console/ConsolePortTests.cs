using System.Text;
using KvmSdk.Devices.Virtio.Console;
using KvmSdk.Devices.Virtio.Mmio;

namespace KvmSdk.Devices.Tests.Virtio.Console;

/// <summary>A device with named ports: how a driver learns of them, and who may say what.</summary>
public sealed class ConsolePortTests
{
    [Fact]
    public void Ports_are_numbered_from_1_and_have_queues_behind_those_for_control()
    {
        using ConsoleRig rig = new(["one", "two"]);
        Assert.Equal((ConsoleFeature.MultiPort, 8), (rig.Device.Features, rig.Device.QueueCount));
        Assert.Equal(3u, rig.Driver.In(MmioRegister.Configuration + 4));
        Assert.Equal((5u, 7u), (rig.Device.SendQueueOf(0), rig.Device.SendQueueOf(1)));
    }

    [Fact]
    public void Thirty_ports_fill_a_transport()
    {
        using ConsoleRig rig = new([.. Enumerable.Range(0, ConsoleDevice.MaxPorts).Select(i => $"port.{i}")]);
        Assert.Equal(64, rig.Device.QueueCount);
        rig.OpenAll(ConsoleDevice.MaxPorts);
        Assert.Equal(Enumerable.Range(0, 30).Select(port => (port, true)), rig.Consoles.Opened);
        rig.Send(63, "last"u8.ToArray());
        Assert.Equal("last"u8.ToArray(), rig.Consoles.Sent[29]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    public void Other_numbers_of_ports_are_refused(int count) => Assert.Throws<ArgumentException>(
        () => new ConsoleDevice<FakeConsoles.Backend>(new(new()), [.. Enumerable.Repeat("a", count)]));

    [Theory]
    [InlineData(0)]
    [InlineData(129)]
    public void So_are_names_of_other_lengths(int length) => Assert.Throws<ArgumentException>(
        () => new ConsoleDevice<FakeConsoles.Backend>(new(new()), [new string('a', length)]));

    [Fact]
    public void A_driver_is_told_of_each_port_then_of_its_name_and_that_the_host_is_there()
    {
        using ConsoleRig rig = new(["org.example.agent.0", "log"]);
        rig.OfferControl(10);
        Assert.Empty(rig.Heard());
        rig.Say(uint.MaxValue, ConsoleRig.DeviceReady, 1);
        Assert.Equal([(1, ConsoleRig.PortAdd, 1, ""), (2, ConsoleRig.PortAdd, 1, "")], rig.Heard());
        rig.Say(2, ConsoleRig.PortReady, 1);
        Assert.Equal([(2, ConsoleRig.PortName, 1, "log"), (2, ConsoleRig.PortOpen, 1, "")], rig.Heard());
        rig.Say(1, ConsoleRig.PortReady, 1);
        Assert.Equal([(1, ConsoleRig.PortName, 1, "org.example.agent.0"), (1, ConsoleRig.PortOpen, 1, "")], rig.Heard());
        Assert.Equal(MmioRegister.InterruptUsed, rig.Driver.HandleInterrupt());
    }

    [Fact]
    public void Messages_wait_for_buffers_and_keep_their_order()
    {
        using ConsoleRig rig = new(["a", "b"]);
        rig.Say(uint.MaxValue, ConsoleRig.DeviceReady, 1);
        rig.Say(1, ConsoleRig.PortReady, 1);
        Assert.Empty(rig.Heard());
        rig.OfferControl(1);
        rig.OfferControl(1);
        Assert.Equal([(1, ConsoleRig.PortAdd, 1, ""), (1, ConsoleRig.PortName, 1, "a")], rig.Heard());
        rig.OfferControl(5);
        Assert.Equal([(1, ConsoleRig.PortOpen, 1, ""), (2, ConsoleRig.PortAdd, 1, "")], rig.Heard());
    }

    [Fact]
    public void Bytes_of_two_ports_do_not_mix()
    {
        using ConsoleRig rig = new(["a", "b"]);
        rig.OpenAll(2);
        rig.Send(5, "to a"u8.ToArray());
        rig.Send(7, "to b"u8.ToArray());
        Assert.Equal(("to a", "to b"), (Text(rig, 0), Text(rig, 1)));
        rig[6].Offer(Piece.Out(ConsoleRig.Data, 16));
        Assert.Equal(0, rig.Device.Receive(0, "for a"u8));
        Assert.Equal(5, rig.Device.Receive(1, "for b"u8));
        Assert.Equal("for b", Encoding.ASCII.GetString(rig.Ram.Span(ConsoleRig.Data, 5)));
    }

    [Fact]
    public void A_closed_port_takes_no_input_and_is_told_when_it_opens()
    {
        using ConsoleRig rig = new(["a"]);
        rig.OfferControl(8);
        rig.Say(uint.MaxValue, ConsoleRig.DeviceReady, 1);
        rig.Say(1, ConsoleRig.PortReady, 1);
        rig[4].Offer(Piece.Out(ConsoleRig.Data, 16));
        Assert.False(rig.Device.IsOpen(0));
        Assert.Equal(0, rig.Device.Receive(0, "x"u8));
        rig.Say(1, ConsoleRig.PortOpen, 1);
        Assert.Equal([0], rig.Consoles.SpaceTold);
        Assert.Equal([(0, true)], rig.Consoles.Opened);
        Assert.Equal(1, rig.Device.Receive(0, "x"u8));
        rig.Say(1, ConsoleRig.PortOpen, 0);
        rig.Say(1, ConsoleRig.PortOpen, 0);
        Assert.Equal([(0, true), (0, false)], rig.Consoles.Opened);
        Assert.Equal(0, rig.Device.Receive(0, "x"u8));
    }

    [Fact]
    public void The_host_closes_its_end_and_opens_it_again()
    {
        using ConsoleRig rig = new(["a"]);
        rig.Device.SetConnected(0, false);
        rig.OpenAll(1);
        Assert.Equal((1u, ConsoleRig.PortOpen, (ushort)0, ""), rig.Heard().Last());
        rig.Device.SetConnected(0, true);
        rig.Device.SetConnected(0, true);
        Assert.Equal([(1, ConsoleRig.PortOpen, 1, "")], rig.Heard());
        Assert.True(rig.Device.IsConnected(0));
    }

    [Fact]
    public void A_driver_that_knows_of_no_ports_finds_none()
    {
        using ConsoleRig rig = new(["a"], accept: ~ConsoleFeature.MultiPort);
        for (int queue = 0; queue < 6; queue++) rig.Send(queue, "x"u8.ToArray());
        Assert.All(rig.Consoles.Sent, Assert.Empty);
        Assert.All(Enumerable.Range(0, 6), queue => Assert.Equal(0, rig[queue].UsedIndex));
        Assert.Equal(15u, rig.Driver.Status);
    }

    [Theory]
    [InlineData(0u, ConsoleRig.PortOpen)]
    [InlineData(2u, ConsoleRig.PortOpen)]
    [InlineData(uint.MaxValue, ConsoleRig.PortReady)]
    [InlineData(0x8000_0001u, ConsoleRig.PortReady)]
    [InlineData(1u, ConsoleRig.PortAdd)]
    [InlineData(1u, (ushort)5)]
    [InlineData(1u, ushort.MaxValue)]
    public void A_message_about_no_port_or_not_the_drivers_to_send_is_counted_and_changes_nothing(uint id, ushort happening)
    {
        using ConsoleRig rig = new(["a"]);
        rig.OpenAll(1);
        _ = rig.Heard().Count();
        rig.Say(id, happening, 1);
        rig.OfferControl(4);
        Assert.Equal(1UL, rig.Device.IgnoredMessages);
        Assert.Empty(rig.Heard());
        Assert.Equal([(0, true)], rig.Consoles.Opened);
        Assert.Equal(15u, rig.Driver.Status);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void A_message_that_is_too_short_needs_a_reset(int length)
    {
        using ConsoleRig rig = new(["a"]);
        rig.OpenAll(1);
        rig.Send(3, new byte[length]);
        rig.Driver.AssertNeedsReset();
        rig.Send(5, "x"u8.ToArray());
        Assert.Empty(rig.Consoles.Sent[0]);
    }

    [Fact]
    public void A_message_in_pieces_and_a_longer_one_are_understood()
    {
        using ConsoleRig rig = new(["a"]);
        rig.Send(3, [1, 0, 0, 0, 6, 0, 1, 0, 99, 99], 1, 4, 5);
        Assert.True(rig.Device.IsOpen(0));
    }

    [Fact]
    public void Buffers_for_messages_on_the_wrong_side_need_a_reset()
    {
        using ConsoleRig rig = new(["a"]);
        rig[2].Offer(Piece.In(ConsoleRig.Data, 16));
        rig.Say(uint.MaxValue, ConsoleRig.DeviceReady, 1);
        rig.Driver.AssertNeedsReset();
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(3u)]
    [InlineData(10u)]
    public void A_buffer_too_short_for_a_message_gets_what_fits(uint length)
    {
        using ConsoleRig rig = new(["a-long-name"]);
        rig.OfferControl(3, length);
        rig.Say(uint.MaxValue, ConsoleRig.DeviceReady, 1);
        rig.Say(1, ConsoleRig.PortReady, 1);
        Assert.Equal(Math.Min(length, 8), rig[2].Used(0).Written);
        Assert.Equal(Math.Min(length, 19), rig[2].Used(1).Written);
        Assert.Equal(15u, rig.Driver.Status);
    }

    [Fact]
    public void Queues_of_the_port_that_is_not_there_are_never_looked_at()
    {
        using ConsoleRig rig = new(["a"]);
        rig.OpenAll(1);
        rig[0].AvailableIndex = 40_000;
        rig[1].AvailableIndex = 40_000;
        rig.Driver.Kick(0);
        rig.Driver.Kick(1);
        Assert.Equal((0, 0, 15u), (rig[0].UsedIndex, rig[1].UsedIndex, rig.Driver.Status));
    }

    [Fact]
    public void Output_of_a_port_that_the_driver_never_opened_arrives_all_the_same()
    {
        using ConsoleRig rig = new(["a"]);
        rig.Send(5, "x"u8.ToArray());
        Assert.Equal("x", Text(rig, 0));
    }

    [Fact]
    public void A_reset_closes_what_was_open_and_the_conversation_begins_anew()
    {
        using ConsoleRig rig = new(["a"]);
        rig.OpenAll(1);
        rig.Start(ulong.MaxValue, 16);
        Assert.Equal([(0, true), (0, false)], rig.Consoles.Opened);
        rig.OfferControl(2);
        Assert.Empty(rig.Heard());
        rig.Say(uint.MaxValue, ConsoleRig.DeviceReady, 0);
        Assert.Empty(rig.Heard());
        rig.Say(uint.MaxValue, ConsoleRig.DeviceReady, 1);
        Assert.Equal([(1, ConsoleRig.PortAdd, 1, "")], rig.Heard());
    }

    [Fact]
    public void Another_device_goes_on_where_this_one_was()
    {
        using ConsoleRig rig = new(["a", "b"]);
        rig.Say(uint.MaxValue, ConsoleRig.DeviceReady, 1);
        rig.Say(2, ConsoleRig.PortOpen, 1);
        ConsoleState state = rig.Device.Save();

        using ConsoleRig other = new(["a", "b"]);
        Assert.True(other.Device.TryRestore(in state));
        Assert.Equal((false, true), (other.Device.IsOpen(0), other.Device.IsOpen(1)));
        other.OfferControl(4);
        Assert.Equal([(1, ConsoleRig.PortAdd, 1, ""), (2, ConsoleRig.PortAdd, 1, "")], other.Heard());
        using ConsoleRig alone = new();
        Assert.False(alone.Device.TryRestore(in state));
    }

    private static string Text(ConsoleRig rig, int port) => Encoding.ASCII.GetString([.. rig.Consoles.Sent[port]]);
}
