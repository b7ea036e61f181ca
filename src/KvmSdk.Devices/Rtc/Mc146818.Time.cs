namespace KvmSdk.Devices.Rtc;

// The time: counted while it is updated, and kept in the bytes while it stands still. The divider chain below the second goes
// on while the guest sets the time, and starts at a half when it is let out of its reset: the first update after that comes
// half a second later (data sheet, "Divider Control"), which is when Linux's hwclock expects it.
public sealed partial class Mc146818<TInterrupt, TClock, TTimer>
{
    private const long HalfSecond = RtcCalendar.Second / 2;

    // 244 microseconds, eight cycles of the crystal: who reads "no update" has as long to read the time (data sheet, "Update Cycle").
    private const long UpdateNotice = 2_440;

    private long _offset;
    private int _weekdayShift;

    private bool IsDividerHeld => IsHeld(_registers[RtcRegister.StatusA]);

    private bool IsUpdated => CanUpdate(_registers[RtcRegister.StatusA], _registers[RtcRegister.StatusB]);

    private bool IsUpdateNear => IsUpdated && GuestTime() % RtcCalendar.Second >= RtcCalendar.Second - UpdateNotice;

    private static bool IsHeld(byte statusA) => (statusA & RtcStatusA.DividerReset) == RtcStatusA.DividerReset;

    private static bool CanUpdate(byte statusA, byte statusB) => (statusB & RtcStatusB.Set) == 0 && !IsHeld(statusA);

    // Neither term exceeds 3.2e18, so the sum does not overflow.
    private long GuestTime() => Math.Clamp(_clock.UtcNow.Ticks + _offset, 0, RtcCalendar.End);

    /// <summary>Makes it the guest's time, and nothing of what lies in between has happened.</summary>
    private void SetGuestTime(long time)
    {
        _seen = Math.Clamp(time, 0, RtcCalendar.End);
        _offset = _seen - _clock.UtcNow.Ticks;
    }

    private void WriteStatus(byte statusA, byte statusB)
    {
        Advance();
        bool wasUpdated = IsUpdated;
        bool isUpdated = CanUpdate(statusA, statusB);
        bool isReleased = IsDividerHeld && !IsHeld(statusA);
        if (wasUpdated && !isUpdated) RtcCalendar.ShowAll(_registers, _seen, _weekdayShift, Format);

        _registers[RtcRegister.StatusA] = statusA;
        _registers[RtcRegister.StatusB] = statusB;
        if (isReleased) SetGuestTime(WholeSeconds(_seen) + HalfSecond);
        if (isUpdated && !wasUpdated) TakeTimeFromBytes();
        Settle();
    }

    // Without the SET bit: the other bytes are what they are at this moment.
    private void WriteRunningTime(byte index, byte value)
    {
        Advance();
        RtcCalendar.ShowAll(_registers, _seen, _weekdayShift, Format);
        _registers[index] = value;
        TakeTimeFromBytes();
        Settle();
    }

    private void TakeTimeFromBytes()
    {
        long time = RtcCalendar.Read(_registers, Format);
        _weekdayShift = RtcCalendar.WeekdayShift(_registers, time, Format);
        SetGuestTime(time + (_seen % RtcCalendar.Second));
    }

    private static long WholeSeconds(long time) => time - (time % RtcCalendar.Second);
}
