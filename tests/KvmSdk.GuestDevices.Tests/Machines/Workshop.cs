using KvmSdk.GuestDevices.Tests.Devices;

namespace KvmSdk.GuestDevices.Tests.Machines;

/// <summary>A machine with devices of its own on both buses, two of one class.</summary>
[VirtualMachine(MemoryMiB = 4)]
internal sealed partial record Workshop
{
    [FlatImage]
    public required GuestImage Program { get; init; }

    [DebugExit]
    public DebugExit Result { get; init; } = DebugExit.Value;

    [Device(Irq = 5)]
    public Device<Gauge> First { get; init; } = new();

    [Device(Address = 0xC800_0000)]
    public Device<Gauge> Second { get; init; } = new(gauge => gauge.Control = 0x77);

    [Device(Port = 0x510)]
    public Device<Lamp> Lamp { get; init; } = new();

    [Device]
    public Device<Stopwatch> Stopwatch { get; init; } = new();
}
