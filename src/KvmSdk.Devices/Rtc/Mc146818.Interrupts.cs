namespace KvmSdk.Devices.Rtc;

// The three causes of an interrupt are remembered whether they are enabled or not (data sheet, "Register C"). The line is up
// from the first enabled one until the guest reads register C; while it is up no other can raise it, so that no timer runs.
public sealed partial class Mc146818<TInterrupt, TClock, TTimer>
{
    private const long Never = long.MaxValue;

    private byte _causes;
    private long _seen;
    private bool _isLineUp;
    private long _deadline = Never;

    private bool HasEnabledCause => (_causes & _registers[RtcRegister.StatusB] & RtcStatusC.Causes) != 0;

    private RtcRate Rate => new(_registers[RtcRegister.StatusA]);

    private RtcAlarm Alarm => new(_registers, Format);

    /// <summary>The deadline given to the timer has come, or the clock was set. Too early or too often does no harm.</summary>
    public void MeetDeadline()
    {
        _deadline = Never;
        Advance();
        Settle();
    }

    /// <summary>Register C, read: the causes, which it clears.</summary>
    private byte TakeCauses()
    {
        Advance();
        byte value = HasEnabledCause ? (byte)(_causes | RtcStatusC.InterruptRequest) : _causes;
        _causes = 0;
        Settle();
        return value;
    }

    /// <summary>Adds what has happened since the last look. A clock that was set back starts from where it is.</summary>
    private void Advance()
    {
        long now = GuestTime();
        if (now > _seen)
        {
            if (Rate.IsOn && !IsDividerHeld && Rate.CountAt(now) > Rate.CountAt(_seen)) _causes |= RtcStatusC.Periodic;
            if (IsUpdated && now / RtcCalendar.Second > _seen / RtcCalendar.Second)
            {
                _causes |= RtcStatusC.Update;
                if (Alarm.NextAfter(_seen) <= now) _causes |= RtcStatusC.Alarm;
            }
        }

        _seen = now;
    }

    /// <summary>Brings the line and the timer to where causes and enables want them.</summary>
    private void Settle()
    {
        bool isUp = HasEnabledCause;
        if (isUp && !_isLineUp) _interrupt.Raise();
        _isLineUp = isUp;
        SetTimer();
    }

    private void SetTimer()
    {
        long next = _isLineUp ? Never : NextInterrupt();
        long deadline = next > RtcCalendar.End ? Never : Math.Clamp(next - _offset, 0, RtcCalendar.End);
        if (deadline == _deadline) return;
        _deadline = deadline;
        if (deadline == Never) _timer.Disarm();
        else _timer.Arm(new DateTime(deadline, DateTimeKind.Utc));
    }

    private long NextInterrupt()
    {
        byte enabled = _registers[RtcRegister.StatusB];
        long next = Never;
        if ((enabled & RtcStatusB.PeriodicInterrupt) != 0 && Rate.IsOn && !IsDividerHeld) next = Rate.NextAfter(_seen);
        if (!IsUpdated) return next;
        if ((enabled & RtcStatusB.UpdateInterrupt) != 0) next = Math.Min(next, WholeSeconds(_seen) + RtcCalendar.Second);
        if ((enabled & RtcStatusB.AlarmInterrupt) != 0) next = Math.Min(next, Alarm.NextAfter(_seen));
        return next;
    }
}
