using KvmSdk.Devices.Serial;

namespace KvmSdk.Devices.Tests.Serial;

public sealed class UartStateTests
{
    private readonly SerialRig _rig = new();

    [Fact]
    public void A_busy_uart_is_restored_exactly_and_raises_no_edge()
    {
        _rig.Open(UartInterruptEnable.All, UartFifoControl.Enable | 0x80);
        _rig.Uart.Receive([1, 2, 3]);
        _rig.Uart.ReceiveBreak();
        _rig.Out(UartRegister.Scratch, 0x5A);
        SerialState saved = _rig.Uart.Save();

        SerialRig other = new();
        Assert.True(other.Uart.TryRestore(in saved));
        Assert.Equal(saved, other.Uart.Save());
        Assert.Equal(0, other.Interrupt.Edges);
        other.Uart.ReceiveByte(4);
        Assert.Equal(0, other.Interrupt.Edges);
    }

    [Fact]
    public void A_restored_line_that_was_down_rises_with_the_next_cause()
    {
        SerialState saved = _rig.Open(UartInterruptEnable.ReceivedData).Uart.Save();
        SerialRig other = new();
        Assert.True(other.Uart.TryRestore(in saved));
        other.Uart.ReceiveByte(4);
        Assert.Equal(1, other.Interrupt.Edges);
    }

    public static TheoryData<string, SerialState> Impossible() => new()
    {
        { "IER has four bits", new SerialState { InterruptEnable = 0x10 } },
        { "FCR holds nothing while disabled", new SerialState { FifoControl = 0x40 } },
        { "FCR reset bits do not stay", new SerialState { FifoControl = 0x03 } },
        { "MCR has five bits", new SerialState { ModemControl = 0x20 } },
        { "only overrun and break are latched", new SerialState { LineErrors = 0x01 } },
        { "MSR has four change bits", new SerialState { ModemDeltas = 0x10 } },
        { "a transmitter interrupt needs its enable bit", new SerialState { TransmitterInterrupt = true } },
        { "a negative count", new SerialState { FifoControl = 1, ReceivedCount = -1 } },
        { "one more than the FIFO holds", new SerialState { FifoControl = 1, ReceivedCount = 17 } },
        { "a huge count", new SerialState { FifoControl = 1, ReceivedCount = int.MaxValue } },
        { "two bytes without FIFOs", new SerialState { ReceivedCount = 2 } },
        { "bytes beyond the count", new SerialState { FifoControl = 1, ReceivedCount = 1, Received = 0x100 } },
        { "a break beyond the count", new SerialState { FifoControl = 1, ReceivedCount = 1, ReceivedBreaks = 2 } },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void A_state_no_uart_can_be_in_is_refused_and_changes_nothing(string why, SerialState state)
    {
        _rig.Open(UartInterruptEnable.All).Uart.ReceiveByte(1);
        SerialState before = _rig.Uart.Save();
        Assert.False(_rig.Uart.TryRestore(in state), why);
        Assert.Equal(before, _rig.Uart.Save());
    }

    [Fact]
    public void The_largest_possible_state_is_taken()
    {
        SerialState state = new()
        {
            InterruptEnable = 0x0F,
            FifoControl = 0xC1,
            LineControl = 0xFF,
            ModemControl = 0x1F,
            LineErrors = 0x12,
            ModemDeltas = 0x0F,
            Scratch = 0xFF,
            Divisor = 0xFFFF,
            TransmitterInterrupt = true,
            ReceivedCount = 16,
            Received = UInt128.MaxValue,
            ReceivedBreaks = 0xFFFF,
        };
        Assert.True(_rig.Uart.TryRestore(in state));
        Assert.Equal(state, _rig.Uart.Save());
    }
}
