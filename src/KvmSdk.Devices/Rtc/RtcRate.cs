namespace KvmSdk.Devices.Rtc;

// Why counted and not added up: a period is no whole number of 100 ns (1/1024 s is 9765.625), and the chain of dividers is at
// zero whenever a second begins, since every period divides one.

/// <summary>The periodic interrupt's rate: a tap of the divider chain below a crystal of 32,768 Hz.</summary>
[HotPath]
internal readonly struct RtcRate
{
    private const int CrystalBits = 15; // 2^15 cycles a second

    // A cycle is 10,000,000 / 32,768 = 78,125 / 256 ticks of 100 ns.
    private const long CycleNumerator = 78_125;
    private const long CycleDenominator = 256;

    private readonly int _periodBits; // a period has 2^n cycles

    /// <summary>The rate that register A selects (MC146818A data sheet, table 5).</summary>
    public RtcRate(byte statusA)
    {
        int tap = statusA & RtcStatusA.RateMask;
        _periodBits = tap is 1 or 2 ? tap + 6 : tap - 1;
    }

    /// <summary>Whether there is one.</summary>
    public bool IsOn => _periodBits >= 0;

    /// <summary>The periods that have ended by a time.</summary>
    public long CountAt(long time)
    {
        long cycles = (time / RtcCalendar.Second << CrystalBits) + (time % RtcCalendar.Second * CycleDenominator / CycleNumerator);
        return cycles >> _periodBits;
    }

    /// <summary>When the first period ends after a time.</summary>
    public long NextAfter(long time)
    {
        long cycles = (CountAt(time) + 1) << _periodBits;
        long partial = cycles & ((1 << CrystalBits) - 1);
        return ((cycles >> CrystalBits) * RtcCalendar.Second) + (((partial * CycleNumerator) + CycleDenominator - 1) / CycleDenominator);
    }
}
