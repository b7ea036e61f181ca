using KvmSdk;

namespace Thermometer;

/// <summary>A machine whose guest watches the temperature, and closes down when it is too warm.</summary>
[VirtualMachine(MemoryMiB = 16)]
public partial record Greenhouse
{
    /// <summary>The guest, assembled for the addresses that the compiler assigned.</summary>
    [FlatImage]
    public GuestImage Program { get; init; } = Watch.Assemble(limit: 30_000);

    /// <summary>The sensor, which shows 21 degrees when the machine starts.</summary>
    [Device]
    public Device<TemperatureSensor> Sensor { get; init; } = new(sensor => sensor.Measure(21_000));

    /// <summary>How the guest ends: with the temperature that it saw, in degrees.</summary>
    [DebugExit]
    public DebugExit Result { get; init; } = DebugExit.Value;
}
