using KvmSdk.Devices.Rtc;

namespace KvmSdk.Devices.Tests.Rtc;

public sealed class ClockInterruptTests
{
    private const byte All = RtcStatusB.PeriodicInterrupt | RtcStatusB.AlarmInterrupt | RtcStatusB.UpdateInterrupt;

    private readonly ClockRig _rig = new();

    [Fact]
    public void With_no_interrupt_enabled_nobody_is_woken()
    {
        for (byte index = 0; index < 0x80; index++) _ = _rig[index];
        _rig.PassSeconds(100_000);
        Assert.Equal(0, _rig.TimerCalls);
        Assert.Equal(0, _rig.Interrupt.Edges);
    }

    [Fact]
    public void Causes_are_remembered_without_being_enabled_and_reading_clears_them()
    {
        _rig.PassSeconds(0.01);
        Assert.Equal(RtcStatusC.Periodic, _rig[RtcRegister.StatusC]);
        _rig.PassSeconds(1);
        Assert.Equal(RtcStatusC.Periodic | RtcStatusC.Update, _rig[RtcRegister.StatusC]);
        _rig.PassSeconds(86_400);
        Assert.Equal(RtcStatusC.Causes, _rig[RtcRegister.StatusC]);
        Assert.Equal(0, _rig[RtcRegister.StatusC]);
    }

    /// <summary>MC146818A data sheet, table 5, for a crystal of 32,768 Hz.</summary>
    [Theory]
    [InlineData(1, 256)]
    [InlineData(2, 128)]
    [InlineData(3, 8192)]
    [InlineData(4, 4096)]
    [InlineData(6, 1024)]
    [InlineData(9, 128)]
    [InlineData(14, 4)]
    [InlineData(15, 2)]
    public void The_periodic_interrupt_comes_at_the_selected_rate(int rate, int hertz)
    {
        _rig[RtcRegister.StatusA] = (byte)(0x20 | rate);
        Enable(RtcStatusB.PeriodicInterrupt);
        _rig.Interrupt.OnRaise = () => Assert.Null(_rig.Deadline);
        List<DateTime> raised = Serve(TimeSpan.FromSeconds(3));
        Assert.Equal(3 * hertz, raised.Count);
        Assert.Equal(ClockRig.Start.AddSeconds(3), raised[^1]);
        Assert.All(raised, (time, i) => Assert.Equal((i + 1) * 1e7 / hertz, (time - ClockRig.Start).Ticks, 1.0));
    }

    [Theory]
    [InlineData(0x20)]
    [InlineData(0x66)]
    [InlineData(0x76)]
    public void Without_a_rate_or_with_the_divider_held_it_does_not_come(byte statusA)
    {
        _rig[RtcRegister.StatusA] = statusA;
        Enable(RtcStatusB.PeriodicInterrupt);
        Assert.Null(_rig.Deadline);
        _rig.PassSeconds(10);
        Assert.Equal(0, _rig[RtcRegister.StatusC] & RtcStatusC.Periodic);
    }

    [Fact]
    public void The_update_interrupt_comes_when_the_second_has_changed()
    {
        _rig.PassSeconds(0.25);
        Enable(RtcStatusB.UpdateInterrupt);
        List<string> shown = [];
        _rig.Interrupt.OnRaise = () => shown.Add(_rig.Shown());
        Serve(TimeSpan.FromSeconds(2));
        Assert.Equal(["2024-02-28 13:05:10", "2024-02-28 13:05:11"], shown);
    }

    [Theory]
    [InlineData(0x13, 0x05, 0x10, "2024-02-28 13:05:10")]
    [InlineData(0x13, 0x05, 0x09, "2024-02-29 13:05:09")] // the second that it is has gone by
    [InlineData(0x00, 0x00, 0x00, "2024-02-29 00:00:00")]
    [InlineData(0xFF, 0xFF, 0xFF, "2024-02-28 13:05:10")]
    [InlineData(0xC0, 0xC0, 0x00, "2024-02-28 13:06:00")]
    [InlineData(0xFF, 0x04, 0xFF, "2024-02-28 14:04:00")]
    [InlineData(0x12, 0xFF, 0x30, "2024-02-29 12:00:30")]
    public void The_alarm_goes_off_when_the_time_meets_it_and_any_time_meets_dont_care(byte hours, byte minutes, byte seconds, string shown)
    {
        SetAlarm(hours, minutes, seconds);
        Enable(RtcStatusB.AlarmInterrupt);
        _rig.Now = _rig.Deadline!.Value;
        Assert.Equal(shown, _rig.Shown());
        _rig.CallTimer();
        Assert.Equal(1, _rig.Interrupt.Edges);
        Assert.Equal(RtcStatusC.InterruptRequest | RtcStatusC.Causes, _rig[RtcRegister.StatusC]);
    }

    [Theory]
    [InlineData(0x24, 0x00, 0x00, RtcStatusB.Hours24)]
    [InlineData(0x00, 0x60, 0x00, RtcStatusB.Hours24)]
    [InlineData(0x00, 0x00, 0x1A, RtcStatusB.Hours24)]
    [InlineData(0x00, 0x00, 0x00, 0)] // there is no hour 0 on a dial of 12
    [InlineData(0x13, 0x00, 0x00, 0)]
    [InlineData(24, 0, 0, RtcStatusB.Hours24 | RtcStatusB.Binary)]
    public void An_alarm_at_a_time_that_there_is_not_never_goes_off(byte hours, byte minutes, byte seconds, byte mode)
    {
        SetAlarm(hours, minutes, seconds);
        _rig[RtcRegister.StatusB] = (byte)(mode | RtcStatusB.AlarmInterrupt);
        Assert.Null(_rig.Deadline);
        _rig.PassSeconds(200_000);
        Assert.Equal(0, _rig[RtcRegister.StatusC] & RtcStatusC.Alarm);
    }

    [Fact]
    public void The_alarms_hour_is_read_in_the_mode_of_the_hours()
    {
        SetAlarm(0x92, 0x00, 0x00);
        _rig[RtcRegister.StatusB] = RtcStatusB.AlarmInterrupt;
        Assert.Equal(ClockRig.Start.Date.AddDays(1).AddHours(12), _rig.Deadline);
    }

    [Fact]
    public void An_alarm_that_went_by_in_a_long_pause_is_not_missed()
    {
        SetAlarm(0x14, 0x00, 0x00);
        _rig.Now = _rig.Now.AddDays(3);
        Assert.Equal(RtcStatusC.Alarm, _rig[RtcRegister.StatusC] & RtcStatusC.Alarm);
    }

    [Fact]
    public void The_line_rises_once_until_register_C_is_read()
    {
        Enable(All);
        _rig.PassSeconds(100);
        Assert.Equal(1, _rig.Interrupt.Edges);
        Assert.Null(_rig.Deadline);
        Assert.Equal(RtcStatusC.InterruptRequest | RtcStatusC.Periodic | RtcStatusC.Update, _rig[RtcRegister.StatusC]);
        Assert.NotNull(_rig.Deadline);
        _rig.PassSeconds(1);
        Assert.Equal(2, _rig.Interrupt.Edges);
    }

    [Fact]
    public void A_cause_that_has_happened_raises_the_line_when_it_is_enabled()
    {
        _rig.PassSeconds(1);
        Enable(RtcStatusB.UpdateInterrupt);
        Assert.Equal(1, _rig.Interrupt.Edges);
        Enable(0);
        Enable(RtcStatusB.UpdateInterrupt);
        Assert.Equal(2, _rig.Interrupt.Edges);
    }

    [Fact]
    public void Disabled_again_it_wants_no_timer()
    {
        Enable(RtcStatusB.UpdateInterrupt);
        Assert.NotNull(_rig.Deadline);
        Enable(0);
        Assert.Null(_rig.Deadline);
    }

    [Fact]
    public void Setting_the_time_disables_the_update_interrupt_and_stops_updates_and_alarms()
    {
        SetAlarm(0xFF, 0xFF, 0xFF);
        Enable(RtcStatusB.Set | RtcStatusB.UpdateInterrupt | RtcStatusB.AlarmInterrupt);
        Assert.Equal(RtcStatusB.Set | RtcStatusB.Hours24 | RtcStatusB.AlarmInterrupt, _rig[RtcRegister.StatusB]);
        Assert.Null(_rig.Deadline);
        _rig.PassSeconds(100);
        Assert.Equal(RtcStatusC.Periodic, _rig[RtcRegister.StatusC]);
    }

    [Fact]
    public void The_time_that_a_guest_skips_by_setting_it_causes_nothing()
    {
        SetAlarm(0x20, 0x00, 0x00);
        _rig[RtcRegister.Hours] = 0x21;
        Assert.Equal(0, _rig[RtcRegister.StatusC]);
    }

    [Fact]
    public void A_host_clock_set_back_delays_no_interrupt()
    {
        Enable(RtcStatusB.PeriodicInterrupt);
        _rig.Now = _rig.Now.AddHours(-1);
        _rig.CallTimer();
        Assert.Equal(0, _rig.Interrupt.Edges);
        _rig.PassSeconds(0.001);
        Assert.Equal(1, _rig.Interrupt.Edges);
    }

    [Fact]
    public void A_timer_that_comes_early_is_set_again()
    {
        Enable(RtcStatusB.UpdateInterrupt);
        DateTime? deadline = _rig.Deadline;
        _rig.Now = _rig.Now.AddMilliseconds(400);
        _rig.CallTimer();
        Assert.Equal(deadline, _rig.Deadline);
        Assert.Equal(0, _rig.Interrupt.Edges);
    }

    private void Enable(byte interrupts) => _rig[RtcRegister.StatusB] = (byte)(RtcStatusB.Hours24 | interrupts);

    private void SetAlarm(byte hours, byte minutes, byte seconds)
    {
        _rig[RtcRegister.HoursAlarm] = hours;
        _rig[RtcRegister.MinutesAlarm] = minutes;
        _rig[RtcRegister.SecondsAlarm] = seconds;
    }

    /// <summary>Lets time pass and reads register C after each edge.</summary>
    private List<DateTime> Serve(TimeSpan span)
    {
        List<DateTime> raised = [];
        DateTime end = _rig.Now + span;
        while (_rig.Deadline is { } deadline && deadline <= end)
        {
            _rig.Pass(deadline - _rig.Now);
            raised.AddRange(Enumerable.Repeat(_rig.Now, _rig.Interrupt.TakeEdges()));
            _ = _rig[RtcRegister.StatusC];
        }

        return raised;
    }
}
