namespace KvmSdk.Devices.Rtc;

// Save and restore: the whole memory of the chip goes out as values and comes back checked, so that a forged snapshot can
// at worst describe a state that some guest could have reached by itself. The time goes on meanwhile, as on a battery.
public sealed partial class Mc146818<TInterrupt, TClock, TTimer>
{
    /// <summary>The clock's complete state. Reading it changes nothing.</summary>
    public Mc146818State Save() => new()
    {
        Index = _index,
        Registers = _registers,
        Offset = _offset,
        WeekdayShift = _weekdayShift,
        Causes = _causes,
        SeenUntil = _seen,
    };

    /// <summary>Takes a saved state over, or leaves everything as it was when no clock could be in that state.</summary>
    /// <remarks>
    /// No edge is raised: one that was pending when the state was saved belongs to the saved interrupt controller. What has come
    /// due since then is announced through the timer, at once. After success <see cref="Save"/> returns an equal state.
    /// </remarks>
    /// <param name="state">The state; may come from an untrusted file.</param>
    /// <returns>Whether the state was taken.</returns>
    public bool TryRestore(in Mc146818State state)
    {
        if (!IsValid(in state)) return false;
        _index = state.Index;
        _registers = state.Registers;
        _offset = state.Offset;
        _weekdayShift = state.WeekdayShift;
        _causes = state.Causes;
        _seen = state.SeenUntil;
        _isLineUp = HasEnabledCause;
        SetTimer();
        return true;
    }

    private static bool IsValid(in Mc146818State state)
    {
        CmosBytes registers = state.Registers;
        const byte setAndUpdate = RtcStatusB.Set | RtcStatusB.UpdateInterrupt;
        return state.Index < RtcRegister.Count
            && (registers[RtcRegister.StatusA] & RtcStatusA.UpdateInProgress) == 0
            && (registers[RtcRegister.StatusB] & setAndUpdate) != setAndUpdate
            && registers[RtcRegister.StatusC] == 0
            && registers[RtcRegister.StatusD] == 0
            && state.Offset >= -RtcCalendar.End && state.Offset <= RtcCalendar.End
            && state.WeekdayShift is >= 0 and < 7
            && (state.Causes & ~RtcStatusC.Causes) == 0
            && state.SeenUntil >= 0 && state.SeenUntil <= RtcCalendar.End;
    }
}
