using CsCheck;
using KvmSdk.Devices.Rtc;

namespace KvmSdk.Devices.Tests.Rtc;

/// <summary>Every time in every format, every alarm, and hostile traffic: checked against rules said a second time, and differently.</summary>
public sealed class ClockPropertyTests
{
    private enum Kind
    {
        Read,
        Write,
        Pass,
        Jump,
    }

    private static readonly Gen<byte> Modes = Gen.Int[0, 3].Select(mode => (byte)(mode << 1));

    private static readonly Gen<DateTime> Times = Gen.Long[0, DateTime.MaxValue.Ticks].Select(ticks => new DateTime(ticks, DateTimeKind.Utc));

    // Mostly the clock's own bytes, with values that set every bit.
    private static readonly Gen<(Kind Kind, byte Index, byte Value, long Ticks)> Steps = Gen.Select(
        Gen.Enum<Kind>(),
        Gen.Frequency((8, Gen.Byte[0, 0x0E]), (1, Gen.Const(RtcRegister.Century)), (1, Gen.Byte)),
        Gen.Byte,
        Gen.Frequency((4, Gen.Long[0, 20_000_000]), (1, Gen.Long[-TimeSpan.TicksPerDay * 400, TimeSpan.TicksPerDay * 400])));

    [Fact]
    public void Any_time_is_shown_right_in_every_format() => Gen.Select(Times, Modes).Sample((time, mode) =>
    {
        ClockRig rig = new(time) { [RtcRegister.StatusB] = mode };
        (int Shown, int Value)[] parts =
        [
            (rig[RtcRegister.Seconds], time.Second), (rig[RtcRegister.Minutes], time.Minute), (rig[RtcRegister.DayOfMonth], time.Day),
            (rig[RtcRegister.Month], time.Month), (rig[RtcRegister.Year], time.Year % 100), (rig[RtcRegister.Century], time.Year / 100),
            (rig[RtcRegister.DayOfWeek], (int)time.DayOfWeek + 1),
        ];
        Assert.All(parts, part => Assert.Equal(Spelt(part.Value, mode), part.Shown));
        Assert.Equal(SpeltHour(time.Hour, mode), rig[RtcRegister.Hours]);
    });

    [Fact]
    public void Any_time_set_in_any_format_is_shown_again_in_any_other() => Gen.Select(Times, Modes, Modes).Sample((time, mode, other) =>
    {
        ClockRig rig = new() { [RtcRegister.StatusB] = (byte)(RtcStatusB.Set | mode) };
        rig[RtcRegister.Seconds] = Spelt(time.Second, mode);
        rig[RtcRegister.Minutes] = Spelt(time.Minute, mode);
        rig[RtcRegister.Hours] = SpeltHour(time.Hour, mode);
        rig[RtcRegister.DayOfMonth] = Spelt(time.Day, mode);
        rig[RtcRegister.Month] = Spelt(time.Month, mode);
        rig[RtcRegister.Year] = Spelt(time.Year % 100, mode);
        rig[RtcRegister.Century] = Spelt(time.Year / 100, mode);
        rig[RtcRegister.StatusB] = mode;
        rig[RtcRegister.StatusB] = other;
        Assert.Equal(SpeltHour(time.Hour, other), rig[RtcRegister.Hours]);
        rig[RtcRegister.StatusB] = RtcStatusB.Hours24;
        Assert.Equal(time.ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture), rig.Shown());
    });

    [Fact]
    public void An_alarm_goes_off_at_the_first_second_that_shows_it() =>
        Gen.Select(Gen.Int[0, 86_399], Modes, AlarmPart(60), AlarmPart(60), AlarmPart(24)).Sample((start, mode, second, minute, hour) =>
        {
            ClockRig rig = new(ClockRig.Start.Date.AddSeconds(start + 0.5)) { [RtcRegister.StatusB] = mode };
            rig[RtcRegister.SecondsAlarm] = second < 0 ? (byte)0xC0 : Spelt(second, mode);
            rig[RtcRegister.MinutesAlarm] = minute < 0 ? (byte)0xFF : Spelt(minute, mode);
            rig[RtcRegister.HoursAlarm] = hour < 0 ? (byte)0xFE : SpeltHour(hour, mode);
            rig[RtcRegister.StatusB] = (byte)(mode | RtcStatusB.AlarmInterrupt);
            int expected = Enumerable.Range(start + 1, 86_400).First(time =>
                (second < 0 || time % 60 == second) && (minute < 0 || time / 60 % 60 == minute) && (hour < 0 || time / 3600 % 24 == hour));
            Assert.Equal(ClockRig.Start.Date.AddSeconds(expected), rig.Deadline);
        });

    [Fact]
    public void No_traffic_throws_and_the_line_is_up_exactly_while_an_enabled_cause_waits() =>
        Steps.Array[0, 200].Sample(
            steps =>
            {
                ClockRig rig = new();
                foreach (var step in steps)
                {
                    bool wasUp = HasEnabledCause(rig.Clock.Save());
                    int edges = rig.Interrupt.Edges;
                    Apply(rig, step);
                    bool isUp = HasEnabledCause(rig.Clock.Save());
                    if (step.Kind is not Kind.Pass) Assert.Equal(!wasUp && isUp ? edges + 1 : edges, rig.Interrupt.Edges);
                    if (isUp) Assert.Null(rig.Deadline);
                    Assert.True(new ClockRig().Clock.TryRestore(rig.Clock.Save()));
                }
            },
            iter: 2_000);

    [Fact]
    public void A_restored_clock_answers_every_later_access_alike() =>
        Gen.Select(Steps.Array[0, 100], Steps.Array[0, 100]).Sample(
            (before, after) =>
            {
                ClockRig original = new();
                foreach (var step in before) Apply(original, step);
                ClockRig restored = new(original.Now);
                Assert.True(restored.Clock.TryRestore(original.Clock.Save()));
                Assert.Equal(original.Clock.Save(), restored.Clock.Save());
                Assert.Equal(0, restored.Interrupt.Edges);
                original.Interrupt.TakeEdges();
                foreach (var step in after)
                {
                    Assert.Equal(Apply(original, step), Apply(restored, step));
                    Assert.Equal(original.Interrupt.Edges, restored.Interrupt.Edges);
                    Assert.Equal(original.Deadline, restored.Deadline);
                }

                Assert.Equal(original.Clock.Save(), restored.Clock.Save());
            },
            iter: 2_000);

    [Fact]
    public void Any_values_at_all_are_restored_exactly_or_refused() =>
        Gen.Select(Gen.Byte.Array[16], Gen.Long, Gen.Int[-1, 7], Gen.Byte, Gen.Long).Sample(
            (bytes, offset, shift, causes, seen) =>
            {
                CmosBytes registers = default;
                for (int i = 0; i < bytes.Length; i++) registers[i] = i is 0x0C or 0x0D ? (byte)(bytes[i] >> 7) : bytes[i];
                Mc146818State state = new()
                {
                    Index = (byte)(bytes[15] >> 1 << (bytes[14] & 1)),
                    Registers = registers,
                    Offset = offset >> 1,
                    WeekdayShift = shift,
                    Causes = (byte)(causes & 0x71),
                    SeenUntil = seen >> 2,
                };
                ClockRig rig = new();
                Mc146818State untouched = rig.Clock.Save();
                Assert.Equal(rig.Clock.TryRestore(in state) ? state : untouched, rig.Clock.Save());
                for (byte index = 0; index < 0x80; index++) rig[index] = rig[index];
            },
            iter: 20_000);

    private static Gen<int> AlarmPart(int count) => Gen.Frequency((1, Gen.Const(-1)), (2, Gen.Int[0, count - 1]));

    private static int Apply(ClockRig rig, (Kind Kind, byte Index, byte Value, long Ticks) step)
    {
        switch (step.Kind)
        {
            case Kind.Read: return rig[step.Index];
            case Kind.Write: rig[step.Index] = step.Value; return 0;
            case Kind.Jump: rig.Now = rig.Now.AddTicks(step.Ticks); rig.CallTimer(); return 0;
            default: rig.Pass(TimeSpan.FromTicks(Math.Clamp(step.Ticks, 0, 20_000_000))); return 0;
        }
    }

    private static bool HasEnabledCause(Mc146818State state) => (state.Causes & state.Registers[RtcRegister.StatusB]) != 0;

    private static byte Spelt(int value, byte mode) => (mode & RtcStatusB.Binary) != 0 ? (byte)value : Convert.ToByte($"{value}", 16);

    private static byte SpeltHour(int hour, byte mode)
    {
        if ((mode & RtcStatusB.Hours24) != 0) return Spelt(hour, mode);
        string dial = new DateTime(2000, 1, 1, hour, 0, 0).ToString("hh tt", System.Globalization.CultureInfo.InvariantCulture);
        return (byte)(Spelt(int.Parse(dial[..2], System.Globalization.CultureInfo.InvariantCulture), mode) | (dial.EndsWith("PM", StringComparison.Ordinal) ? 0x80 : 0));
    }
}
