using KvmSdk.Devices.Serial;

namespace KvmSdk.Devices.Tests.Serial;

public sealed class UartRegisterTests
{
    private readonly SerialRig _rig = new();

    [Theory]
    [InlineData(UartRegister.Data, 0x00)]
    [InlineData(UartRegister.InterruptEnable, 0x00)]
    [InlineData(UartRegister.InterruptIdentification, 0x01)]
    [InlineData(UartRegister.LineControl, 0x00)]
    [InlineData(UartRegister.ModemControl, 0x00)]
    [InlineData(UartRegister.LineStatus, 0x60)]
    [InlineData(UartRegister.ModemStatus, 0xB0)]
    [InlineData(8, 0xFF)]
    [InlineData(uint.MaxValue, 0xFF)]
    public void After_reset_a_register_reads_as_the_data_sheet_says(uint offset, byte expected) => Assert.Equal(expected, _rig.In(offset));

    [Theory]
    [InlineData(UartRegister.InterruptEnable, 0x0F)]
    [InlineData(UartRegister.LineControl, 0xFF)]
    [InlineData(UartRegister.ModemControl, 0x1F)]
    [InlineData(UartRegister.Scratch, 0xFF)]
    public void Only_the_bits_that_exist_can_be_written(uint offset, byte mask)
    {
        _rig.Out(offset, 0xFF);
        Assert.Equal(mask, _rig.In(offset));
        _rig.Out(offset, 0x00);
        Assert.Equal(0, _rig.In(offset));
    }

    [Fact]
    public void The_divisor_latch_hides_data_and_interrupt_enable_and_keeps_them()
    {
        _rig.Out(UartRegister.InterruptEnable, 0x05);
        _rig.Out(UartRegister.LineControl, UartLineControl.DivisorLatchAccess | 0x03);
        _rig.Out(UartRegister.Data, 0x34);
        _rig.Out(UartRegister.InterruptEnable, 0x12);
        Assert.Equal(0x34, _rig.In(UartRegister.Data));
        Assert.Equal(0x12, _rig.In(UartRegister.InterruptEnable));
        _rig.Out(UartRegister.LineControl, 0x03);
        Assert.Equal(0x05, _rig.In(UartRegister.InterruptEnable));
        Assert.Empty(_rig.Transmitted);
        Assert.Equal(0x1234, _rig.Uart.Save().Divisor);
    }

    [Fact]
    public void A_written_byte_leaves_at_once_and_the_transmitter_is_empty_again()
    {
        foreach (byte value in "hi!"u8.ToArray())
        {
            _rig.Out(UartRegister.Data, value);
            Assert.Equal(0x60, _rig.In(UartRegister.LineStatus));
        }

        Assert.Equal("hi!"u8.ToArray(), _rig.Transmitted);
    }

    [Fact]
    public void Writes_to_the_status_registers_and_outside_the_window_change_nothing()
    {
        SerialState before = _rig.Uart.Save();
        _rig.Out(UartRegister.LineStatus, 0xFF);
        _rig.Out(UartRegister.ModemStatus, 0xFF);
        _rig.Out(UartRegister.WindowSize, 0xFF);
        _rig.Out(uint.MaxValue, 0xFF);
        Assert.Equal(before, _rig.Uart.Save());
    }

    [Fact]
    public void Fifo_bits_of_the_identification_follow_the_enable_bit()
    {
        _rig.Out(UartRegister.FifoControl, UartFifoControl.Enable);
        Assert.Equal(0xC1, _rig.In(UartRegister.InterruptIdentification));
        _rig.Out(UartRegister.FifoControl, 0);
        Assert.Equal(0x01, _rig.In(UartRegister.InterruptIdentification));
    }

    [Fact]
    public void The_trigger_level_is_not_programmed_by_a_write_that_does_not_enable_the_fifos()
    {
        _rig.Out(UartRegister.FifoControl, UartFifoControl.TriggerMask);
        Assert.Equal(0, _rig.Uart.Save().FifoControl);
    }
}
