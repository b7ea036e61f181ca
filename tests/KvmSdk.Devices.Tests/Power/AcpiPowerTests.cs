using CsCheck;
using KvmSdk.Devices.Power;

namespace KvmSdk.Devices.Tests.Power;

public sealed class AcpiPowerTests
{
    private readonly List<string> _events = [];
    private readonly AcpiPower<Events> _power;

    public AcpiPowerTests() => _power = new(new Events(_events));

    [Fact]
    public void Soft_off_is_sleep_type_5_with_sleep_enable()
    {
        _power.Write(AcpiPowerRegister.SleepControl, 0x34);
        Assert.Equal(["off"], _events);
        Assert.Equal(0UL, _power.IgnoredSleepRequests);
        Assert.Equal(0x34, (AcpiPowerRegister.SoftOffSleepType << AcpiPowerRegister.SleepTypeShift) | AcpiPowerRegister.SleepEnable);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(7)]
    public void Any_other_sleep_type_is_ignored_and_counted(int type)
    {
        _power.Write(AcpiPowerRegister.SleepControl, (byte)((type << 2) | 0x20));
        Assert.Empty(_events);
        Assert.Equal(1UL, _power.IgnoredSleepRequests);
    }

    [Fact]
    public void Without_sleep_enable_the_type_is_only_stored()
    {
        _power.Write(AcpiPowerRegister.SleepControl, 0x14);
        Assert.Empty(_events);
        Assert.Equal(0UL, _power.IgnoredSleepRequests);
        Assert.Equal(0x14, _power.Read(AcpiPowerRegister.SleepControl));
    }

    [Fact]
    public void Sleep_enable_and_reserved_bits_read_as_zero()
    {
        _power.Write(AcpiPowerRegister.SleepControl, 0xFF);
        Assert.Equal(AcpiPowerRegister.SleepTypeMask, _power.Read(AcpiPowerRegister.SleepControl));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 0)]
    [InlineData(0xFF, 0)]
    public void Only_the_reset_value_resets(byte value, int resets)
    {
        _power.Write(AcpiPowerRegister.Reset, value);
        Assert.Equal(resets, _events.Count(e => e == "reset"));
        Assert.Equal(0, _power.Read(AcpiPowerRegister.Reset));
    }

    [Fact]
    public void Wake_status_stays_until_it_is_written_as_one()
    {
        Assert.Equal(0, _power.Read(AcpiPowerRegister.SleepStatus));
        _power.Wake();
        _power.Write(AcpiPowerRegister.SleepStatus, 0x7F);
        Assert.Equal(0x80, _power.Read(AcpiPowerRegister.SleepStatus));
        _power.Write(AcpiPowerRegister.SleepStatus, 0x80);
        Assert.Equal(0, _power.Read(AcpiPowerRegister.SleepStatus));
        _power.Write(AcpiPowerRegister.SleepStatus, 0x80);
        Assert.Equal(0, _power.Read(AcpiPowerRegister.SleepStatus));
    }

    [Theory]
    [InlineData(AcpiPowerRegister.WindowSize)]
    [InlineData(uint.MaxValue)]
    public void Outside_the_window_the_bus_floats(uint offset)
    {
        _power.Write(offset, 0x34);
        Assert.Equal(0xFF, _power.Read(offset));
        Assert.Empty(_events);
    }

    [Fact]
    public void A_word_written_across_sleep_control_and_status_reaches_both()
    {
        _power.Wake();
        RegisterAccess.WriteWide(_power, 0, 2, AcpiPowerRegister.WindowSize, 0x8034);
        Assert.Equal(["off"], _events);
        Assert.Equal(0, _power.Read(AcpiPowerRegister.SleepStatus));
    }

    [Fact]
    public void No_traffic_throws_and_events_come_only_from_their_values() =>
        Gen.Select(Gen.Frequency((4, Gen.UInt[0, 3]), (1, Gen.UInt)), Gen.Byte).Array[0, 50].Sample(
            writes =>
            {
                List<string> events = [];
                List<string> expected = [];
                AcpiPower<Events> power = new(new Events(events));
                foreach (var (offset, value) in writes)
                {
                    power.Write(offset, value);
                    power.Read(offset);
                    if (offset == 0 && (value & 0x3C) == 0x34) expected.Add("off");
                    if (offset == 2 && value == 1) expected.Add("reset");
                }

                Assert.Equal(expected, events);
            },
            iter: 5_000);

    [Fact]
    public void A_million_accesses_allocate_nothing() => Assert.Equal(0, AllocationMeter.Measure(() =>
    {
        for (uint i = 0; i < 500_000; i++)
        {
            _power.Write(i & 1, (byte)(i >> 1));
            _power.Read(i & 3);
            _events.Clear();
        }
    }));

    private readonly struct Events(List<string> events) : IPowerEvents
    {
        public void PowerOff() => events.Add("off");

        public void Reset() => events.Add("reset");
    }
}
