namespace KvmSdk.DeviceMonitor.Dispatch;

/// <summary>A machine with 64 devices.</summary>
[VirtualMachine(Cpus = 1, MemoryMiB = 16)]
public partial record Dispatch64
{
    /// <summary>The guest.</summary>
    [FlatImage]
    public required GuestImage Program { get; init; }

    [Device] public Device<Cell> Cell00 { get; init; } = new();
    [Device] public Device<Cell> Cell01 { get; init; } = new();
    [Device] public Device<Cell> Cell02 { get; init; } = new();
    [Device] public Device<Cell> Cell03 { get; init; } = new();
    [Device] public Device<Cell> Cell04 { get; init; } = new();
    [Device] public Device<Cell> Cell05 { get; init; } = new();
    [Device] public Device<Cell> Cell06 { get; init; } = new();
    [Device] public Device<Cell> Cell07 { get; init; } = new();
    [Device] public Device<Cell> Cell08 { get; init; } = new();
    [Device] public Device<Cell> Cell09 { get; init; } = new();
    [Device] public Device<Cell> Cell10 { get; init; } = new();
    [Device] public Device<Cell> Cell11 { get; init; } = new();
    [Device] public Device<Cell> Cell12 { get; init; } = new();
    [Device] public Device<Cell> Cell13 { get; init; } = new();
    [Device] public Device<Cell> Cell14 { get; init; } = new();
    [Device] public Device<Cell> Cell15 { get; init; } = new();
    [Device] public Device<Cell> Cell16 { get; init; } = new();
    [Device] public Device<Cell> Cell17 { get; init; } = new();
    [Device] public Device<Cell> Cell18 { get; init; } = new();
    [Device] public Device<Cell> Cell19 { get; init; } = new();
    [Device] public Device<Cell> Cell20 { get; init; } = new();
    [Device] public Device<Cell> Cell21 { get; init; } = new();
    [Device] public Device<Cell> Cell22 { get; init; } = new();
    [Device] public Device<Cell> Cell23 { get; init; } = new();
    [Device] public Device<Cell> Cell24 { get; init; } = new();
    [Device] public Device<Cell> Cell25 { get; init; } = new();
    [Device] public Device<Cell> Cell26 { get; init; } = new();
    [Device] public Device<Cell> Cell27 { get; init; } = new();
    [Device] public Device<Cell> Cell28 { get; init; } = new();
    [Device] public Device<Cell> Cell29 { get; init; } = new();
    [Device] public Device<Cell> Cell30 { get; init; } = new();
    [Device] public Device<Cell> Cell31 { get; init; } = new();
    [Device] public Device<Cell> Cell32 { get; init; } = new();
    [Device] public Device<Cell> Cell33 { get; init; } = new();
    [Device] public Device<Cell> Cell34 { get; init; } = new();
    [Device] public Device<Cell> Cell35 { get; init; } = new();
    [Device] public Device<Cell> Cell36 { get; init; } = new();
    [Device] public Device<Cell> Cell37 { get; init; } = new();
    [Device] public Device<Cell> Cell38 { get; init; } = new();
    [Device] public Device<Cell> Cell39 { get; init; } = new();
    [Device] public Device<Cell> Cell40 { get; init; } = new();
    [Device] public Device<Cell> Cell41 { get; init; } = new();
    [Device] public Device<Cell> Cell42 { get; init; } = new();
    [Device] public Device<Cell> Cell43 { get; init; } = new();
    [Device] public Device<Cell> Cell44 { get; init; } = new();
    [Device] public Device<Cell> Cell45 { get; init; } = new();
    [Device] public Device<Cell> Cell46 { get; init; } = new();
    [Device] public Device<Cell> Cell47 { get; init; } = new();
    [Device] public Device<Cell> Cell48 { get; init; } = new();
    [Device] public Device<Cell> Cell49 { get; init; } = new();
    [Device] public Device<Cell> Cell50 { get; init; } = new();
    [Device] public Device<Cell> Cell51 { get; init; } = new();
    [Device] public Device<Cell> Cell52 { get; init; } = new();
    [Device] public Device<Cell> Cell53 { get; init; } = new();
    [Device] public Device<Cell> Cell54 { get; init; } = new();
    [Device] public Device<Cell> Cell55 { get; init; } = new();
    [Device] public Device<Cell> Cell56 { get; init; } = new();
    [Device] public Device<Cell> Cell57 { get; init; } = new();
    [Device] public Device<Cell> Cell58 { get; init; } = new();
    [Device] public Device<Cell> Cell59 { get; init; } = new();
    [Device] public Device<Cell> Cell60 { get; init; } = new();
    [Device] public Device<Cell> Cell61 { get; init; } = new();
    [Device] public Device<Cell> Cell62 { get; init; } = new();
    [Device] public Device<Cell> Cell63 { get; init; } = new();
}
