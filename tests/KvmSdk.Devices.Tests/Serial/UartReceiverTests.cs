using KvmSdk.Devices.Serial;

namespace KvmSdk.Devices.Tests.Serial;

public sealed class UartReceiverTests
{
    private static readonly byte[] Twenty = [.. Enumerable.Range(1, 20).Select(i => (byte)i)];

    private readonly SerialRig _rig = new();

    [Fact]
    public void With_fifos_sixteen_bytes_are_taken_and_come_back_in_order()
    {
        _rig.Open(0);
        Assert.Equal(16, _rig.Uart.ReceiveSpace);
        Assert.Equal(16, _rig.Uart.Receive(Twenty));
        Assert.Equal(0, _rig.Uart.ReceiveSpace);
        Assert.Equal(0, _rig.Uart.Receive(Twenty));
        Assert.Equal(Twenty[..16], ReadAll());
        Assert.Equal(0x60, _rig.In(UartRegister.LineStatus));
    }

    [Fact]
    public void Without_fifos_one_byte_is_taken()
    {
        Assert.Equal(1, _rig.Uart.Receive(Twenty));
        Assert.Equal(0, _rig.Uart.ReceiveSpace);
        Assert.Equal(Twenty[..1], ReadAll());
    }

    [Fact]
    public void Taking_nothing_is_not_an_event()
    {
        _rig.Open(UartInterruptEnable.All);
        _rig.In(UartRegister.InterruptIdentification);
        _rig.Interrupt.TakeEdges();
        Assert.Equal(0, _rig.Uart.Receive([]));
        Assert.Equal(0, _rig.Interrupt.Edges);
    }

    [Fact]
    public void An_empty_receiver_reads_zero() => Assert.Equal(0, _rig.Open(0).In(UartRegister.Data));

    [Fact]
    public void The_sixteenth_byte_fits_and_the_seventeenth_overruns_and_is_lost()
    {
        _rig.Open(0);
        for (int i = 0; i < 16; i++) _rig.Uart.ReceiveByte(Twenty[i]);
        Assert.Equal(0, _rig.In(UartRegister.LineStatus) & UartLineStatus.Overrun);
        _rig.Uart.ReceiveByte(Twenty[16]);
        Assert.Equal(UartLineStatus.Overrun, _rig.In(UartRegister.LineStatus) & UartLineStatus.Overrun);
        Assert.Equal(0, _rig.In(UartRegister.LineStatus) & UartLineStatus.Overrun);
        Assert.Equal(Twenty[..16], ReadAll());
    }

    [Fact]
    public void Without_fifos_an_overrun_replaces_the_byte()
    {
        _rig.Uart.ReceiveByte(1);
        Assert.Equal(UartLineStatus.DataReady, _rig.In(UartRegister.LineStatus) & 0x1F);
        _rig.Uart.ReceiveByte(2);
        Assert.Equal(UartLineStatus.DataReady | UartLineStatus.Overrun, _rig.In(UartRegister.LineStatus) & 0x1F);
        Assert.Equal(2, _rig.In(UartRegister.Data));
    }

    [Fact]
    public void A_break_shows_when_it_reaches_the_head_and_until_it_is_seen()
    {
        _rig.Open(0);
        _rig.Uart.ReceiveByte((byte)'a');
        _rig.Uart.ReceiveBreak();
        Assert.Equal(UartLineStatus.DataReady | UartLineStatus.FifoError, _rig.In(UartRegister.LineStatus) & 0x9F);
        Assert.Equal((byte)'a', _rig.In(UartRegister.Data));
        Assert.Equal(UartLineStatus.DataReady | UartLineStatus.FifoError | UartLineStatus.Break, _rig.In(UartRegister.LineStatus) & 0x9F);
        Assert.Equal(UartLineStatus.DataReady, _rig.In(UartRegister.LineStatus) & 0x9F);
        Assert.Equal(0, _rig.In(UartRegister.Data));
        Assert.Equal(0, _rig.In(UartRegister.LineStatus) & 0x9F);
    }

    [Fact]
    public void Without_fifos_a_break_shows_without_the_fifo_error_bit()
    {
        _rig.Uart.ReceiveBreak();
        Assert.Equal(UartLineStatus.DataReady | UartLineStatus.Break, _rig.In(UartRegister.LineStatus) & 0x9F);
    }

    [Theory]
    [InlineData(UartFifoControl.Enable | UartFifoControl.ClearReceiver, 0)]
    [InlineData(0, 0)]
    [InlineData(UartFifoControl.Enable | UartFifoControl.ClearTransmitter, 3)]
    [InlineData(UartFifoControl.Enable, 3)]
    public void Clearing_or_switching_the_fifos_drops_what_was_received(byte fifoControl, int left)
    {
        _rig.Open(0);
        _rig.Uart.Receive(Twenty.AsSpan(0, 3));
        _rig.Out(UartRegister.FifoControl, fifoControl);
        Assert.Equal(left, ReadAll().Length);
    }

    [Fact]
    public void Space_is_announced_when_a_full_receiver_gets_room_and_not_before_or_again()
    {
        _rig.Open(0);
        int atStart = _rig.SpaceAnnouncements;
        _rig.Uart.Receive(Twenty.AsSpan(0, 15));
        _rig.In(UartRegister.Data);
        Assert.Equal(atStart, _rig.SpaceAnnouncements);
        _rig.Uart.Receive(Twenty);
        _rig.In(UartRegister.Data);
        Assert.Equal(atStart + 1, _rig.SpaceAnnouncements);
        _rig.In(UartRegister.Data);
        Assert.Equal(atStart + 1, _rig.SpaceAnnouncements);
    }

    [Fact]
    public void Space_is_announced_when_the_guest_empties_a_full_fifo()
    {
        _rig.Open(0);
        _rig.Uart.Receive(Twenty);
        _rig.Out(UartRegister.FifoControl, UartFifoControl.Enable | UartFifoControl.ClearReceiver);
        Assert.Equal(1, _rig.SpaceAnnouncements);
    }

    [Fact]
    public void The_backend_may_push_more_while_it_is_told_of_space()
    {
        _rig.Open(0);
        _rig.Uart.Receive(Twenty.AsSpan(0, 16));
        _rig.OnSpace = () => _rig.Uart.Receive([0xEE]);
        Assert.Equal(1, _rig.In(UartRegister.Data));
        Assert.Equal(0, _rig.Uart.ReceiveSpace);
        _rig.OnSpace = null;
        Assert.Equal([.. Twenty[1..16], 0xEE], ReadAll());
    }

    private byte[] ReadAll()
    {
        List<byte> bytes = [];
        while ((_rig.In(UartRegister.LineStatus) & UartLineStatus.DataReady) != 0) bytes.Add(_rig.In(UartRegister.Data));
        return [.. bytes];
    }
}
