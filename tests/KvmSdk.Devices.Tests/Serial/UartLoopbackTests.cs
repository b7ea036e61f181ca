using KvmSdk.Devices.Serial;

namespace KvmSdk.Devices.Tests.Serial;

public sealed class UartLoopbackTests
{
    private readonly SerialRig _rig = new();

    [Theory]
    [InlineData(0x00, 0x00)]
    [InlineData(UartModemControl.RequestToSend, UartModemStatus.ClearToSend)]
    [InlineData(UartModemControl.DataTerminalReady, UartModemStatus.DataSetReady)]
    [InlineData(UartModemControl.Out1, UartModemStatus.RingIndicator)]
    [InlineData(UartModemControl.Out2, UartModemStatus.DataCarrierDetect)]
    [InlineData(0x0F, 0xF0)]
    public void Output_lines_come_back_as_input_lines(byte outputs, byte inputs)
    {
        _rig.Out(UartRegister.ModemControl, (byte)(UartModemControl.Loop | outputs));
        Assert.Equal(inputs, _rig.In(UartRegister.ModemStatus) & 0xF0);
        _rig.Out(UartRegister.ModemControl, outputs);
        Assert.Equal(0xB0, _rig.In(UartRegister.ModemStatus) & 0xF0);
    }

    [Fact]
    public void Line_changes_are_remembered_until_read_and_a_ring_counts_only_when_it_ends()
    {
        _rig.Out(UartRegister.ModemControl, UartModemControl.Loop | UartModemControl.Out1);
        Assert.Equal(
            UartModemStatus.RingIndicator | UartModemStatus.DeltaClearToSend | UartModemStatus.DeltaDataSetReady | UartModemStatus.DeltaDataCarrierDetect,
            _rig.In(UartRegister.ModemStatus));
        Assert.Equal(UartModemStatus.RingIndicator, _rig.In(UartRegister.ModemStatus));
        _rig.Out(UartRegister.ModemControl, UartModemControl.Loop);
        Assert.Equal(UartModemStatus.TrailingEdgeRing, _rig.In(UartRegister.ModemStatus));
        Assert.Equal(0, _rig.In(UartRegister.ModemStatus));
    }

    [Fact]
    public void Sent_bytes_are_received_and_reach_nobody_outside()
    {
        _rig.Open(0);
        _rig.Out(UartRegister.ModemControl, UartModemControl.Loop);
        foreach (byte value in (byte[])[7, 8]) _rig.Out(UartRegister.Data, value);
        Assert.Equal(7, _rig.In(UartRegister.Data));
        Assert.Equal(8, _rig.In(UartRegister.Data));
        Assert.Empty(_rig.Transmitted);
    }

    [Fact]
    public void Sending_more_than_the_fifo_holds_overruns()
    {
        _rig.Open(0);
        _rig.Out(UartRegister.ModemControl, UartModemControl.Loop);
        for (int i = 0; i < 16; i++) _rig.Out(UartRegister.Data, 1);
        Assert.Equal(0, _rig.In(UartRegister.LineStatus) & UartLineStatus.Overrun);
        _rig.Out(UartRegister.Data, 1);
        Assert.Equal(UartLineStatus.Overrun, _rig.In(UartRegister.LineStatus) & UartLineStatus.Overrun);
    }

    [Fact]
    public void Input_from_outside_is_refused_in_loopback_and_space_is_announced_after_it()
    {
        _rig.Open(0);
        _rig.Out(UartRegister.ModemControl, UartModemControl.Loop);
        Assert.Equal(0, _rig.Uart.ReceiveSpace);
        Assert.Equal(0, _rig.Uart.Receive([1]));
        _rig.Uart.ReceiveByte(1);
        _rig.Uart.ReceiveBreak();
        Assert.Equal(0, _rig.In(UartRegister.LineStatus) & 0x9F);
        int announced = _rig.SpaceAnnouncements;
        _rig.Out(UartRegister.ModemControl, 0);
        Assert.Equal(announced + 1, _rig.SpaceAnnouncements);
    }

    [Fact]
    public void Interrupts_are_identified_in_loopback_but_the_pin_is_off()
    {
        _rig.Open(UartInterruptEnable.ReceivedData);
        _rig.Out(UartRegister.ModemControl, UartModemControl.Loop | UartModemControl.Out2);
        _rig.Out(UartRegister.Data, 1);
        Assert.Equal(UartInterruptId.ReceivedData, _rig.Identify());
        Assert.Equal(0, _rig.Interrupt.TakeEdges());
        _rig.Out(UartRegister.ModemControl, UartModemControl.Out2);
        Assert.Equal(1, _rig.Interrupt.TakeEdges());
    }
}
