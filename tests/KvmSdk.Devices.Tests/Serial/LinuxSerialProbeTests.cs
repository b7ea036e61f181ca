using KvmSdk.Devices.Serial;

namespace KvmSdk.Devices.Tests.Serial;

public sealed class LinuxSerialProbeTests
{
    private readonly SerialRig _rig = new();

    [Fact]
    public void Linux_detects_a_16550A() => Assert.Equal("16550A", new LinuxSerialProbe(_rig).Detect());

    [Fact]
    public void Linux_measures_a_fifo_of_sixteen_bytes() => Assert.Equal(16, new LinuxSerialProbe(_rig).FifoSize());

    [Fact]
    public void Linux_finds_the_scratch_register() => Assert.True(new LinuxSerialProbe(_rig).HasScratch());

    [Fact]
    public void Linux_trusts_the_transmitter_interrupt() => Assert.True(new LinuxSerialProbe(_rig).ReassertsTransmitterInterrupt());

    [Fact]
    public void Probing_sends_nothing_loses_no_setting_and_raises_no_edge()
    {
        _rig.Out(UartRegister.LineControl, 0x03);
        _rig.Out(UartRegister.Scratch, 0x77);
        SerialState before = _rig.Uart.Save();
        new LinuxSerialProbe(_rig).Detect();
        Assert.Empty(_rig.Transmitted);
        Assert.Equal(0, _rig.Interrupt.Edges);
        Assert.Equal(before with { ModemDeltas = 0 }, _rig.Uart.Save() with { ModemDeltas = 0 });
    }
}
