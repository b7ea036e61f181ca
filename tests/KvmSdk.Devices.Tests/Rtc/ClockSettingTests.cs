using KvmSdk.Devices.Rtc;

namespace KvmSdk.Devices.Tests.Rtc;

/// <summary>What a guest does to the time.</summary>
public sealed class ClockSettingTests
{
    private static readonly byte[] _timeBytes =
    [
        RtcRegister.Century, RtcRegister.Year, RtcRegister.Month, RtcRegister.DayOfMonth, RtcRegister.Hours, RtcRegister.Minutes, RtcRegister.Seconds,
    ];

    private readonly ClockRig _rig = new(ClockRig.Start.AddMilliseconds(700));

    [Fact]
    public void While_it_is_set_the_time_stands_still_and_then_goes_on_from_what_was_written()
    {
        _rig[RtcRegister.StatusB] = RtcStatusB.Set | RtcStatusB.Hours24;
        _rig.PassSeconds(60);
        Assert.Equal("2024-02-28 13:05:09", _rig.Shown());
        Write(0x19, 0x99, 0x12, 0x31, 0x23, 0x59, 0x59);
        Assert.Equal("1999-12-31 23:59:59", _rig.Shown());

        // The chain below the second has gone on: 700 ms.
        _rig[RtcRegister.StatusB] = RtcStatusB.Hours24;
        _rig.PassSeconds(0.299);
        Assert.Equal("1999-12-31 23:59:59", _rig.Shown());
        _rig.PassSeconds(0.001);
        Assert.Equal("2000-01-01 00:00:00", _rig.Shown());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Out_of_its_reset_the_divider_takes_half_a_second_to_the_first_update(bool endsSetFirst)
    {
        _rig[RtcRegister.StatusB] = RtcStatusB.Set | RtcStatusB.Hours24;
        _rig[RtcRegister.StatusA] = 0x76;
        Write(0x20, 0x30, 0x06, 0x15, 0x08, 0x00, 0x00);
        _rig.PassSeconds(3.3);
        _rig[endsSetFirst ? RtcRegister.StatusB : RtcRegister.StatusA] = endsSetFirst ? RtcStatusB.Hours24 : (byte)0x26;
        _rig[endsSetFirst ? RtcRegister.StatusA : RtcRegister.StatusB] = endsSetFirst ? (byte)0x26 : RtcStatusB.Hours24;
        _rig.PassSeconds(0.4999);
        Assert.Equal("2030-06-15 08:00:00", _rig.Shown());
        _rig.PassSeconds(0.0001);
        Assert.Equal("2030-06-15 08:00:01", _rig.Shown());
    }

    [Fact]
    public void The_modes_at_the_end_of_setting_are_those_that_count()
    {
        _rig[RtcRegister.StatusB] = RtcStatusB.Set | RtcStatusB.Hours24;
        Write(20, 31, 8, 9, 0x80 | 12, 34, 56);
        _rig[RtcRegister.StatusB] = RtcStatusB.Binary;
        _rig[RtcRegister.StatusB] = RtcStatusB.Hours24;
        Assert.Equal("2031-08-09 12:34:56", _rig.Shown());
    }

    [Fact]
    public void A_byte_written_while_the_clock_runs_moves_only_itself()
    {
        _rig[RtcRegister.Minutes] = 0x59;
        Assert.Equal("2024-02-28 13:59:09", _rig.Shown());
        _rig[RtcRegister.Century] = 0x21;
        Assert.Equal("2124-02-28 13:59:09", _rig.Shown());
        _rig.PassSeconds(0.3);
        Assert.Equal("2124-02-28 13:59:10", _rig.Shown());
    }

    [Fact]
    public void The_day_of_the_week_counts_by_itself()
    {
        _rig[RtcRegister.DayOfWeek] = 7;
        _rig[RtcRegister.DayOfMonth] = 0x01;
        Assert.Equal(7, _rig[RtcRegister.DayOfWeek]);
        Assert.Equal("2024-02-01 13:05:09", _rig.Shown());
        _rig.PassSeconds(86_400);
        Assert.Equal(1, _rig[RtcRegister.DayOfWeek]);
    }

    [Theory]
    [InlineData(new byte[] { 0x20, 0x23, 0x02, 0x30, 0x25, 0x00, 0x00 }, "2023-03-03 01:00:00")]
    [InlineData(new byte[] { 0x20, 0x23, 0x00, 0x00, 0x00, 0x00, 0x00 }, "2022-11-30 00:00:00")]
    [InlineData(new byte[] { 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00 }, "0001-01-01 00:00:00")]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF }, "9999-12-31 23:59:59")]
    public void What_is_no_date_counts_on(byte[] written, string shown)
    {
        _rig[RtcRegister.StatusB] = RtcStatusB.Set | RtcStatusB.Hours24;
        Write(written);
        _rig[RtcRegister.StatusB] = RtcStatusB.Hours24;
        Assert.Equal(shown, _rig.Shown());
    }

    [Fact]
    public void At_the_end_of_its_calendar_it_stands_still()
    {
        _rig[RtcRegister.StatusB] = RtcStatusB.Set | RtcStatusB.Hours24;
        Write(0x99, 0x99, 0x12, 0x31, 0x23, 0x59, 0x58);
        _rig[RtcRegister.StatusB] = RtcStatusB.Hours24 | RtcStatusB.UpdateInterrupt;
        _rig.PassSeconds(100);
        Assert.Equal("9999-12-31 23:59:59", _rig.Shown());
        Assert.Null(_rig.Deadline);
    }

    [Fact]
    public void It_follows_the_host_when_somebody_sets_its_clock()
    {
        _rig[RtcRegister.Hours] = 0x15;
        _rig.Now = _rig.Now.AddDays(-1).AddMinutes(1);
        Assert.Equal("2024-02-27 15:06:09", _rig.Shown());
    }

    private void Write(params byte[] values)
    {
        for (int i = 0; i < values.Length; i++) _rig[_timeBytes[i]] = values[i];
    }
}
