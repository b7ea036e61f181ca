namespace KvmSdk.Devices.Rtc;

/// <summary>Turns a time into the clock's bytes and back. Times are ticks of 100 ns from the year 1, as in <see cref="DateTime.Ticks"/>.</summary>
[HotPath]
internal static class RtcCalendar
{
    public const long Second = TimeSpan.TicksPerSecond;

    /// <summary>The last time that a clock shows; it stands still there.</summary>
    public static readonly long End = DateTime.MaxValue.Ticks;

    /// <summary>Whether a byte is part of the time, so that it counts by itself.</summary>
    public static bool IsTime(byte index) => index is RtcRegister.Seconds or RtcRegister.Minutes or RtcRegister.Hours or RtcRegister.DayOfWeek
        or RtcRegister.DayOfMonth or RtcRegister.Month or RtcRegister.Year or RtcRegister.Century;

    /// <summary>The byte that shows its part of a time.</summary>
    /// <param name="index">The byte; one of <see cref="IsTime"/>.</param>
    /// <param name="time">The time.</param>
    /// <param name="weekdayShift">Days by which the day of the week is ahead of the calendar's, 0 to 6.</param>
    /// <param name="format">How it is spelt.</param>
    public static byte Show(byte index, long time, int weekdayShift, RtcFormat format)
    {
        DateTime date = new(time);
        return index switch
        {
            RtcRegister.Seconds => format.Encode(date.Second),
            RtcRegister.Minutes => format.Encode(date.Minute),
            RtcRegister.Hours => format.EncodeHour(date.Hour),
            RtcRegister.DayOfWeek => format.Encode((((int)date.DayOfWeek + weekdayShift) % 7) + 1),
            RtcRegister.DayOfMonth => format.Encode(date.Day),
            RtcRegister.Month => format.Encode(date.Month),
            RtcRegister.Year => format.Encode(date.Year % 100),
            _ => format.Encode(date.Year / 100),
        };
    }

    /// <summary>Shows a time in all of its bytes.</summary>
    public static void ShowAll(Span<byte> registers, long time, int weekdayShift, RtcFormat format)
    {
        for (byte index = RtcRegister.Seconds; index <= RtcRegister.Year; index++)
        {
            if (IsTime(index)) registers[index] = Show(index, time, weekdayShift, format);
        }

        registers[RtcRegister.Century] = Show(RtcRegister.Century, time, weekdayShift, format);
    }

    /// <summary>The whole second that the bytes show. What is no date counts on, as if the 31st of February were the third of March.</summary>
    public static long Read(ReadOnlySpan<byte> registers, RtcFormat format)
    {
        int year = (format.Decode(registers[RtcRegister.Century]) * 100) + format.Decode(registers[RtcRegister.Year]);
        int month = format.Decode(registers[RtcRegister.Month]);
        int months = (year * 12) + month - 1;
        if (months < 12) return 0;
        if (months / 12 > DateTime.MaxValue.Year) return End;
        long time = new DateTime(months / 12, (months % 12) + 1, 1).Ticks
            + ((format.Decode(registers[RtcRegister.DayOfMonth]) - 1) * TimeSpan.TicksPerDay)
            + (format.DecodeHour(registers[RtcRegister.Hours]) * TimeSpan.TicksPerHour)
            + (format.Decode(registers[RtcRegister.Minutes]) * TimeSpan.TicksPerMinute)
            + (format.Decode(registers[RtcRegister.Seconds]) * Second);
        return Math.Clamp(time, 0, End);
    }

    /// <summary>The days by which the byte for the day of the week is ahead of the calendar's at a time.</summary>
    public static int WeekdayShift(ReadOnlySpan<byte> registers, long time, RtcFormat format)
    {
        int shift = format.Decode(registers[RtcRegister.DayOfWeek]) - 1 - (int)new DateTime(time).DayOfWeek;
        return ((shift % 7) + 7) % 7;
    }
}
