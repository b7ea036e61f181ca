namespace KvmSdk.Devices.Rtc;

/// <summary>When the alarm goes off: a second, minute and hour, each a number or any.</summary>
[HotPath]
internal readonly struct RtcAlarm
{
    private const int Any = -1;
    private const int Impossible = int.MaxValue;

    private readonly int _second;
    private readonly int _minute;
    private readonly int _hour;

    /// <summary>The alarm that the bytes show. The chip compares bytes, so what the clock never shows is never met.</summary>
    public RtcAlarm(ReadOnlySpan<byte> registers, RtcFormat format)
    {
        _second = Number(registers[RtcRegister.SecondsAlarm], format);
        _minute = Number(registers[RtcRegister.MinutesAlarm], format);
        byte shown = registers[RtcRegister.HoursAlarm];
        int hour = format.DecodeHour(shown);
        _hour = shown >= RtcAlarmByte.DontCare ? Any : hour < 24 && format.EncodeHour(hour) == shown ? hour : Impossible;
    }

    private bool CanBeMet => _second != Impossible && _minute != Impossible && _hour != Impossible;

    /// <summary>The first moment after <paramref name="time"/> at which the clock comes to show the alarm, or <see cref="long.MaxValue"/>.</summary>
    public long NextAfter(long time)
    {
        if (!CanBeMet) return long.MaxValue;
        long next = (time / RtcCalendar.Second) + 1;
        if (_second != Any) next += Until(_second, next % 60, 60);

        // A coarser part that does not fit moves on to where it does, and the finer ones back to their first.
        if (_minute != Any && next / 60 % 60 != _minute) next += (60 * Until(_minute, next / 60 % 60, 60)) - (next % 60) + First(_second);
        if (_hour != Any && next / 3600 % 24 != _hour)
            next += (3600 * Until(_hour, next / 3600 % 24, 24)) - (next % 3600) + (60 * First(_minute)) + First(_second);
        return next * RtcCalendar.Second;
    }

    private static int Number(byte shown, RtcFormat format)
    {
        if (shown >= RtcAlarmByte.DontCare) return Any;
        int number = format.Decode(shown);
        return number < 60 && format.Encode(number) == shown ? number : Impossible;
    }

    private static int First(int part) => Math.Max(part, 0);

    private static long Until(int wanted, long have, int modulus) => (wanted - have + modulus) % modulus;
}
