using KvmSdk;
using KvmSdk.Model.Spec;

namespace Thermometer;

/// <summary>
/// A device of our own: the program sets the temperature, the guest reads it, arms a limit and is interrupted when it is passed. Its register
/// decode, and a header for a driver in C, are generated into the other half.
/// </summary>
[MmioDevice]
public sealed partial class TemperatureSensor
{
    /// <summary>How many measurements the guest can look back.</summary>
    private const int Depth = 4;

    private uint _limit = uint.MaxValue;

    /// <summary>What a driver looks for first.</summary>
    [Register(0x00)]
    public uint Id => 0x7E40;

    /// <summary>The temperature in thousandths of a degree; the guest can only read it.</summary>
    [Register(0x04, Access = GuestAccess.ReadOnly)]
    public partial uint MilliCelsius { get; private set; }

    /// <summary>What the guest asks of the sensor.</summary>
    [Register(0x08)]
    public partial uint Control { get; set; }

    /// <summary>What has happened; the guest clears a bit by writing it as one.</summary>
    [Register(0x0C, Access = GuestAccess.WriteOneToClear)]
    public partial uint Status { get; private set; }

    /// <summary>The last measurements, the newest first.</summary>
    [Register(0x40, Count = Depth, Access = GuestAccess.ReadOnly)]
    public partial Span<uint> History { get; }

    /// <summary>Whether passing the limit interrupts the guest.</summary>
    [BitField(nameof(Control), 0)]
    public partial bool AlarmEnabled { get; set; }

    /// <summary>Whether the limit was passed.</summary>
    [BitField(nameof(Status), 0)]
    public partial bool TooWarm { get; private set; }

    /// <summary>Raised when the temperature passes the limit.</summary>
    [Interrupt]
    public partial InterruptLine Alarm { get; }

    /// <summary>Whether the guest has set a limit.</summary>
    public bool IsArmed => Volatile.Read(ref _limit) != uint.MaxValue;

    /// <summary>The guest sets the limit, in thousandths of a degree.</summary>
    [Register(0x10)]
    public void Arm(uint limit) => Volatile.Write(ref _limit, limit);

    /// <summary>The program has measured.</summary>
    /// <returns>Whether the limit is passed.</returns>
    public bool Measure(uint milliCelsius)
    {
        using DeviceLock.Held held = Enter();
        MilliCelsius = milliCelsius;
        History[..^1].CopyTo(History[1..]);
        History[0] = milliCelsius;
        bool isTooWarm = milliCelsius > _limit;
        if (isTooWarm && !TooWarm)
        {
            TooWarm = true;
            if (AlarmEnabled)
            {
                Alarm.Raise();
            }
        }

        return isTooWarm;
    }
}
