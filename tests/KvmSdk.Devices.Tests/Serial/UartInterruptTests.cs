using KvmSdk.Devices.Serial;

namespace KvmSdk.Devices.Tests.Serial;

public sealed class UartInterruptTests
{
    private readonly SerialRig _rig = new();

    [Theory]
    [InlineData(0x00, 1)]
    [InlineData(0x40, 4)]
    [InlineData(0x80, 8)]
    [InlineData(0xC0, 14)]
    public void Data_is_a_timeout_below_the_trigger_level_and_received_data_from_it(byte trigger, int level)
    {
        _rig.Open(UartInterruptEnable.ReceivedData, (byte)(UartFifoControl.Enable | trigger));
        for (int count = 1; count <= 16; count++)
        {
            _rig.Uart.ReceiveByte(0x55);
            Assert.Equal(count < level ? UartInterruptId.CharacterTimeout : UartInterruptId.ReceivedData, _rig.Identify());
        }

        Assert.Equal(1, _rig.Interrupt.Edges);
    }

    [Fact]
    public void Received_data_interrupts_until_the_last_byte_is_read()
    {
        _rig.Open(UartInterruptEnable.ReceivedData);
        _rig.Uart.Receive([1, 2]);
        _rig.In(UartRegister.Data);
        Assert.Equal(UartInterruptId.ReceivedData, _rig.Identify());
        _rig.In(UartRegister.Data);
        Assert.Equal(UartInterruptId.None, _rig.Identify());
        Assert.Equal(1, _rig.Interrupt.TakeEdges());
        _rig.Uart.Receive([3]);
        Assert.Equal(1, _rig.Interrupt.TakeEdges());
    }

    [Fact]
    public void Sources_are_identified_by_priority_and_each_is_cleared_its_own_way()
    {
        _rig.Open(UartInterruptEnable.All);
        _rig.Out(UartRegister.ModemControl, UartModemControl.Loop);
        _rig.Out(UartRegister.ModemControl, UartModemControl.Out2);
        for (int i = 0; i < 17; i++) _rig.Uart.ReceiveByte(9);

        Assert.Equal(UartInterruptId.LineStatus, _rig.Identify());
        _rig.In(UartRegister.LineStatus);
        Assert.Equal(UartInterruptId.ReceivedData, _rig.Identify());
        _rig.Out(UartRegister.FifoControl, UartFifoControl.Enable | UartFifoControl.ClearReceiver);
        Assert.Equal(UartInterruptId.TransmitterEmpty, _rig.Identify());
        Assert.Equal(UartInterruptId.ModemStatus, _rig.Identify());
        Assert.Equal(0xBB, _rig.In(UartRegister.ModemStatus));
        Assert.Equal(UartInterruptId.None, _rig.Identify());
    }

    [Fact]
    public void Enabling_the_transmitter_interrupt_raises_it_and_each_enabling_does_so_again()
    {
        _rig.Open(UartInterruptEnable.TransmitterEmpty);
        Assert.Equal(1, _rig.Interrupt.TakeEdges());
        Assert.Equal(UartInterruptId.TransmitterEmpty, _rig.Identify());
        Assert.Equal(UartInterruptId.None, _rig.Identify());
        _rig.Out(UartRegister.InterruptEnable, UartInterruptEnable.TransmitterEmpty);
        Assert.Equal(0, _rig.Interrupt.TakeEdges());
        _rig.Out(UartRegister.InterruptEnable, 0);
        _rig.Out(UartRegister.InterruptEnable, UartInterruptEnable.TransmitterEmpty);
        Assert.Equal(1, _rig.Interrupt.TakeEdges());
    }

    [Fact]
    public void A_burst_of_bytes_raises_one_edge_and_the_next_burst_after_acknowledgement_another()
    {
        _rig.Open(UartInterruptEnable.TransmitterEmpty).Identify();
        _rig.Interrupt.TakeEdges();
        for (int i = 0; i < 16; i++) _rig.Out(UartRegister.Data, 0x2A);
        Assert.Equal(1, _rig.Interrupt.TakeEdges());
        Assert.Equal(UartInterruptId.TransmitterEmpty, _rig.Identify());
        _rig.Out(UartRegister.Data, 0x2A);
        Assert.Equal(1, _rig.Interrupt.TakeEdges());
    }

    [Fact]
    public void Identifying_a_more_urgent_source_does_not_acknowledge_the_transmitter()
    {
        _rig.Open(UartInterruptEnable.TransmitterEmpty | UartInterruptEnable.ReceivedData);
        _rig.Uart.ReceiveByte(1);
        Assert.Equal(UartInterruptId.ReceivedData, _rig.Identify());
        _rig.In(UartRegister.Data);
        Assert.Equal(UartInterruptId.TransmitterEmpty, _rig.Identify());
    }

    [Fact]
    public void A_source_that_is_not_enabled_raises_nothing_and_is_not_identified()
    {
        _rig.Open(0);
        _rig.Out(UartRegister.Data, 1);
        for (int i = 0; i < 17; i++) _rig.Uart.ReceiveByte(9);
        _rig.Uart.ReceiveBreak();
        Assert.Equal(0, _rig.Interrupt.Edges);
        Assert.Equal(UartInterruptId.None, _rig.Identify());
    }

    [Fact]
    public void Without_out2_the_interrupt_is_identified_but_reaches_nobody_until_out2_is_set()
    {
        _rig.Out(UartRegister.InterruptEnable, UartInterruptEnable.ReceivedData);
        _rig.Uart.ReceiveByte(1);
        Assert.Equal(UartInterruptId.ReceivedData, _rig.Identify());
        Assert.Equal(0, _rig.Interrupt.TakeEdges());
        _rig.Out(UartRegister.ModemControl, UartModemControl.Out2);
        Assert.Equal(1, _rig.Interrupt.TakeEdges());
        _rig.Out(UartRegister.ModemControl, UartModemControl.Out2);
        Assert.Equal(0, _rig.Interrupt.TakeEdges());
    }

    [Fact]
    public void An_overrun_raises_the_line_status_interrupt_once_until_the_status_is_read()
    {
        _rig.Open(UartInterruptEnable.LineStatus);
        for (int i = 0; i < 16; i++) _rig.Uart.ReceiveByte(9);
        Assert.Equal(0, _rig.Interrupt.TakeEdges());
        _rig.Uart.ReceiveByte(9);
        _rig.Uart.ReceiveByte(9);
        Assert.Equal(1, _rig.Interrupt.TakeEdges());
        _rig.In(UartRegister.LineStatus);
        _rig.Uart.ReceiveByte(9);
        Assert.Equal(1, _rig.Interrupt.TakeEdges());
    }
}
