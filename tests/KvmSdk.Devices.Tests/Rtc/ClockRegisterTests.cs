using KvmSdk.Devices.Rtc;

namespace KvmSdk.Devices.Tests.Rtc;

public sealed class ClockRegisterTests
{
    private readonly ClockRig _rig = new();

    [Fact]
    public void It_shows_the_hosts_time_in_BCD_with_24_hours()
    {
        Assert.Equal("2024-02-28 13:05:09", _rig.Shown());
        Assert.Equal(4, _rig[RtcRegister.DayOfWeek]);
        _rig.PassSeconds((34 * 3600) + (54 * 60) + 51);
        Assert.Equal("2024-03-01 00:00:00", _rig.Shown());
        Assert.Equal(6, _rig[RtcRegister.DayOfWeek]);
    }

    [Fact]
    public void The_century_counts_as_well() => Assert.Equal("2100-01-01 00:00:00", new ClockRig(new DateTime(2100, 1, 1)).Shown());

    [Fact]
    public void Registers_are_as_firmware_leaves_them()
    {
        Assert.Equal(0x26, _rig[RtcRegister.StatusA]);
        Assert.Equal(0x02, _rig[RtcRegister.StatusB]);
        Assert.Equal(0x00, _rig[RtcRegister.StatusC]);
        Assert.Equal(0x80, _rig[RtcRegister.StatusD]);
    }

    [Fact]
    public void The_RAM_is_114_bytes_of_zero_that_keep_what_is_written()
    {
        byte[] ram = [.. Enumerable.Range(0x0E, 114).Select(i => (byte)i).Where(i => i != RtcRegister.Century)];
        Assert.All(ram, index => Assert.Equal(0, _rig[index]));
        foreach (byte index in ram) _rig[index] = (byte)~index;
        _rig.PassSeconds(100_000);
        Assert.All(ram, index => Assert.Equal((byte)~index, _rig[index]));
    }

    [Fact]
    public void The_index_port_reads_as_nothing_and_leaves_the_NMI_mask_to_the_PC()
    {
        _rig.Clock.Write(RtcPort.Index, 0x80 | RtcRegister.StatusD);
        Assert.Equal(0xFF, _rig.Clock.Read(RtcPort.Index));
        Assert.Equal(0x80, _rig.Clock.Read(RtcPort.Data));
    }

    [Fact]
    public void A_word_written_to_the_index_port_is_index_and_value()
    {
        RegisterAccess.WriteWide(_rig.Clock, RtcPort.Index, 2, RtcPort.WindowSize, 0x5A40);
        Assert.Equal(0x5A, _rig[0x40]);
        Assert.Equal(0xFFFF_5AFFul, RegisterAccess.ReadWide(_rig.Clock, RtcPort.Index, 4, RtcPort.WindowSize));
    }

    [Fact]
    public void What_is_read_only_stays()
    {
        _rig[RtcRegister.StatusC] = 0xFF;
        _rig[RtcRegister.StatusD] = 0x00;
        _rig[RtcRegister.StatusA] = 0xA6;
        Assert.Equal(0x00, _rig[RtcRegister.StatusC]);
        Assert.Equal(0x80, _rig[RtcRegister.StatusD]);
        Assert.Equal(0x26, _rig[RtcRegister.StatusA]);
    }

    [Theory]
    [InlineData(0, 0x12, 0x00)]
    [InlineData(1, 0x01, 0x01)]
    [InlineData(11, 0x11, 0x11)]
    [InlineData(12, 0x92, 0x12)]
    [InlineData(13, 0x81, 0x13)]
    [InlineData(23, 0x91, 0x23)]
    public void Noon_and_midnight_are_twelve_in_12_hour_mode(int hour, byte shown12, byte shown24)
    {
        _rig.Now = _rig.Now.Date.AddHours(hour);
        Assert.Equal(shown24, _rig[RtcRegister.Hours]);
        _rig[RtcRegister.StatusB] = 0;
        Assert.Equal(shown12, _rig[RtcRegister.Hours]);
    }

    [Fact]
    public void Binary_mode_shows_numbers()
    {
        _rig[RtcRegister.StatusB] = RtcStatusB.Binary;
        Assert.Equal([9, 5, 0x81, 28, 2, 24, 20], new[]
        {
            RtcRegister.Seconds, RtcRegister.Minutes, RtcRegister.Hours, RtcRegister.DayOfMonth, RtcRegister.Month, RtcRegister.Year, RtcRegister.Century,
        }.Select(index => (int)_rig[index]));
    }

    /// <summary>Whoever reads "no update" has 244 microseconds for all of the time's bytes.</summary>
    [Theory]
    [InlineData(0, 0x26)]
    [InlineData(9_997_559, 0x26)]
    [InlineData(9_997_560, 0xA6)]
    [InlineData(9_999_999, 0xA6)]
    [InlineData(10_000_000, 0x26)]
    public void An_update_is_announced_244_microseconds_ahead(long ticks, byte statusA)
    {
        _rig.Pass(TimeSpan.FromTicks(ticks));
        Assert.Equal(statusA, _rig[RtcRegister.StatusA]);
    }

    [Theory]
    [InlineData(0x26, RtcStatusB.Hours24 | RtcStatusB.Set)]
    [InlineData(0x66, RtcStatusB.Hours24)]
    [InlineData(0x76, RtcStatusB.Hours24)]
    public void A_clock_that_stands_still_announces_none(byte statusA, byte statusB)
    {
        _rig[RtcRegister.StatusA] = statusA;
        _rig[RtcRegister.StatusB] = statusB;
        _rig.Pass(TimeSpan.FromTicks(9_999_999));
        Assert.Equal(statusA, _rig[RtcRegister.StatusA]);
        _rig.PassSeconds(10);
        Assert.Equal("2024-02-28 13:05:09", _rig.Shown());
    }
}
