using KvmSdk.Devices.Rtc;

namespace KvmSdk.Devices.Tests.Rtc;

public sealed class ClockStateTests
{
    private readonly ClockRig _rig = new();

    [Fact]
    public void A_clock_that_a_guest_has_set_goes_on_by_the_battery_while_it_is_saved()
    {
        _rig[RtcRegister.Hours] = 0x20;
        _rig[RtcRegister.DayOfWeek] = 1;
        _rig[0x40] = 0x5A;
        Mc146818State saved = _rig.Clock.Save();

        ClockRig other = new(ClockRig.Start.AddDays(1));
        Assert.True(other.Clock.TryRestore(in saved));
        Assert.Equal(saved, other.Clock.Save());
        Assert.Equal("2024-02-29 20:05:09", other.Shown());
        Assert.Equal(2, other[RtcRegister.DayOfWeek]);
        Assert.Equal(0x5A, other[0x40]);
    }

    [Fact]
    public void A_clock_that_is_being_set_still_stands_still()
    {
        _rig[RtcRegister.StatusB] = RtcStatusB.Set | RtcStatusB.Hours24;
        _rig[RtcRegister.Seconds] = 0x33;
        ClockRig other = new(ClockRig.Start.AddDays(1));
        Assert.True(other.Clock.TryRestore(_rig.Clock.Save()));
        Assert.Equal("2024-02-28 13:05:33", other.Shown());
    }

    [Fact]
    public void A_line_that_was_up_raises_no_edge()
    {
        _rig[RtcRegister.StatusB] = RtcStatusB.Hours24 | RtcStatusB.UpdateInterrupt;
        _rig.PassSeconds(1);
        ClockRig other = new();
        Assert.True(other.Clock.TryRestore(_rig.Clock.Save()));
        other.PassSeconds(10);
        Assert.Equal(0, other.Interrupt.Edges);
        Assert.Equal(RtcStatusC.InterruptRequest, other[RtcRegister.StatusC] & RtcStatusC.InterruptRequest);
    }

    [Fact]
    public void An_alarm_that_came_due_while_saved_goes_off_at_once()
    {
        _rig[RtcRegister.HoursAlarm] = 0x14;
        _rig[RtcRegister.StatusB] = RtcStatusB.Hours24 | RtcStatusB.AlarmInterrupt;
        ClockRig other = new(ClockRig.Start.AddDays(7));
        Assert.True(other.Clock.TryRestore(_rig.Clock.Save()));
        Assert.Equal(0, other.Interrupt.Edges);
        Assert.True(other.Deadline <= other.Now);
        other.CallTimer();
        Assert.Equal(1, other.Interrupt.Edges);
    }

    public static TheoryData<string, Mc146818State> Impossible()
    {
        Mc146818State good = new ClockRig().Clock.Save();
        return new()
        {
            { "128 bytes have no index 128", good with { Index = 0x80 } },
            { "an update in progress is no memory", With(RtcRegister.StatusA, 0xA6) },
            { "setting the time disables the update interrupt", With(RtcRegister.StatusB, 0x92) },
            { "register C is kept apart", With(RtcRegister.StatusC, 0x40) },
            { "register D is constant", With(RtcRegister.StatusD, 0x80) },
            { "an offset past the calendar", good with { Offset = DateTime.MaxValue.Ticks + 1 } },
            { "an offset before the calendar", good with { Offset = long.MinValue } },
            { "a week has seven days", good with { WeekdayShift = 7 } },
            { "a negative day", good with { WeekdayShift = -1 } },
            { "register C has three causes", good with { Causes = 0x80 } },
            { "a time before the calendar", good with { SeenUntil = -1 } },
            { "a time past the calendar", good with { SeenUntil = DateTime.MaxValue.Ticks + 1 } },
        };

        Mc146818State With(byte index, byte value)
        {
            CmosBytes registers = good.Registers;
            registers[index] = value;
            return good with { Registers = registers };
        }
    }

    [Theory]
    [MemberData(nameof(Impossible))]
    public void A_state_no_clock_can_be_in_is_refused_and_changes_nothing(string why, Mc146818State state)
    {
        _rig[0x40] = 1;
        Mc146818State before = _rig.Clock.Save();
        Assert.False(_rig.Clock.TryRestore(in state), why);
        Assert.Equal(before, _rig.Clock.Save());
    }
}
