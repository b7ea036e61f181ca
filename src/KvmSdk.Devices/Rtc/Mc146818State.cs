namespace KvmSdk.Devices.Rtc;

/// <summary>Everything a real-time clock remembers, as values; see <see cref="Mc146818{TInterrupt, TClock, TTimer}.Save"/>.</summary>
public readonly record struct Mc146818State
{
    /// <summary>The byte that the data port shows, 0 to 127.</summary>
    public byte Index { get; init; }

    /// <summary>The bytes. Those of the time count while it stands still; those of registers C and D are zero, for they remember nothing there.</summary>
    public CmosBytes Registers { get; init; }

    /// <summary>The guest's time minus the host's, in ticks of 100 ns.</summary>
    public long Offset { get; init; }

    /// <summary>Days by which the day of the week is ahead of the calendar's, 0 to 6.</summary>
    public int WeekdayShift { get; init; }

    /// <summary>What has happened since register C was read: bits of <see cref="RtcStatusC.Causes"/>.</summary>
    public byte Causes { get; init; }

    /// <summary>The guest's time up to which <see cref="Causes"/> is complete, in ticks as of <see cref="DateTime.Ticks"/>.</summary>
    public long SeenUntil { get; init; }
}
