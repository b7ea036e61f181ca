namespace KvmSdk.Devices.Rtc;

// Why no counter runs: the time is the host's plus an offset, and what has happened since somebody last looked follows from two
// times. Only an interrupt that the guest has enabled needs to be waited for, and then for one deadline.

/// <summary>A PC's real-time clock with CMOS RAM, compatible with Motorola's MC146818, as a pure state machine.</summary>
/// <remarks>
/// <para>Not thread-safe: whoever owns it serialises accesses. No member throws, blocks or allocates.</para>
/// <para>The test settings of the divider, the square wave and daylight saving are remembered and do nothing.</para>
/// </remarks>
/// <typeparam name="TInterrupt">The interrupt line, IRQ 8 in a PC.</typeparam>
/// <typeparam name="TClock">The host's time.</typeparam>
/// <typeparam name="TTimer">What calls <see cref="MeetDeadline"/>.</typeparam>
[HotPath]
public sealed partial class Mc146818<TInterrupt, TClock, TTimer> : IByteRegisters
    where TInterrupt : struct, IInterruptLine
    where TClock : struct, IClock
    where TTimer : struct, IDeadlineTimer
{
    private const byte IndexMask = RtcRegister.Count - 1;

    // As a PC's firmware leaves it: the crystal's divider with the periodic interrupt at 1,024 Hz, and BCD with 24 hours.
    private const byte FirstStatusA = RtcStatusA.Divider32768Hz | 6;
    private const byte FirstStatusB = RtcStatusB.Hours24;

    private readonly TInterrupt _interrupt;
    private readonly TClock _clock;
    private readonly TTimer _timer;
    private CmosBytes _registers;
    private byte _index;

    /// <summary>A clock that shows the host's time in UTC, with RAM of zeros.</summary>
    /// <param name="interrupt">The interrupt line.</param>
    /// <param name="clock">The host's time.</param>
    /// <param name="timer">The timer.</param>
    public Mc146818(TInterrupt interrupt, TClock clock, TTimer timer)
    {
        _interrupt = interrupt;
        _clock = clock;
        _timer = timer;
        _registers[RtcRegister.StatusA] = FirstStatusA;
        _registers[RtcRegister.StatusB] = FirstStatusB;
        _seen = GuestTime();
    }

    private RtcFormat Format => new(_registers[RtcRegister.StatusB]);

    /// <inheritdoc/>
    /// <param name="offset">One of <see cref="RtcPort"/>.</param>
    /// <returns>The byte; all ones for the index port, which a PC cannot read.</returns>
    public byte Read(uint offset) => offset == RtcPort.Data ? ReadRegister(_index) : (byte)0xFF;

    /// <inheritdoc/>
    /// <param name="offset">One of <see cref="RtcPort"/>.</param>
    /// <param name="value">The byte.</param>
    public void Write(uint offset, byte value)
    {
        if (offset == RtcPort.Index) _index = (byte)(value & IndexMask);
        else if (offset == RtcPort.Data) WriteRegister(_index, value);
    }

    private byte ReadRegister(byte index) => index switch
    {
        RtcRegister.StatusA => (byte)(_registers[index] | (IsUpdateNear ? RtcStatusA.UpdateInProgress : 0)),
        RtcRegister.StatusC => TakeCauses(),
        RtcRegister.StatusD => RtcStatusD.Valid,
        _ when IsUpdated && RtcCalendar.IsTime(index) => RtcCalendar.Show(index, GuestTime(), _weekdayShift, Format),
        _ => _registers[index],
    };

    private void WriteRegister(byte index, byte value)
    {
        switch (index)
        {
            case RtcRegister.StatusA:
                WriteStatus((byte)(value & ~RtcStatusA.UpdateInProgress), _registers[RtcRegister.StatusB]);
                break;
            case RtcRegister.StatusB:
                // To set the time switches the interrupt of its updates off (data sheet, "UIE").
                WriteStatus(_registers[RtcRegister.StatusA], (value & RtcStatusB.Set) != 0 ? (byte)(value & ~RtcStatusB.UpdateInterrupt) : value);
                break;
            case RtcRegister.StatusC or RtcRegister.StatusD:
                break;
            case RtcRegister.SecondsAlarm or RtcRegister.MinutesAlarm or RtcRegister.HoursAlarm:
                Advance();
                _registers[index] = value;
                Settle();
                break;
            case var _ when IsUpdated && RtcCalendar.IsTime(index):
                WriteRunningTime(index, value);
                break;
            default:
                _registers[index] = value;
                break;
        }
    }
}
