using KvmSdk;
using KvmSdk.Model.Spec;

/// <summary>
/// A device that a guest reads by memory accesses. The decode of its registers, and a header for a driver in C (<see cref="CHeader"/>), are generated.
/// <c>[PortDevice]</c> makes one on I/O ports.
/// </summary>
[MmioDevice]
public sealed partial class Thermometer
{
    private uint _limit = uint.MaxValue;

    /// <summary>What a driver looks for first.</summary>
    [Register(0x00)]
    public uint Id => 0x7E40;

    /// <summary>The temperature in thousandths of a degree; the guest can only read it.</summary>
    [Register(0x04, Access = GuestAccess.ReadOnly)]
    public partial uint MilliCelsius { get; private set; }

    /// <summary>Raised when a measurement passes the limit.</summary>
    [Interrupt]
    public partial InterruptLine Alarm { get; }

    /// <summary>The guest sets the limit, in thousandths of a degree. It waits for this member: what allocates or blocks here is reported.</summary>
    [Register(0x08)]
    public void SetLimit(uint milliCelsius) => _limit = milliCelsius;

    /// <summary>The program has measured.</summary>
    /// <param name="milliCelsius">The temperature, in thousandths of a degree.</param>
    public void Measure(uint milliCelsius)
    {
        using DeviceLock.Held held = Enter();
        bool passes = MilliCelsius <= _limit && milliCelsius > _limit;
        MilliCelsius = milliCelsius;
        if (passes)
        {
            Alarm.Raise();
        }
    }
}
