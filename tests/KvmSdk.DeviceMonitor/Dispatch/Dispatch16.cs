namespace KvmSdk.DeviceMonitor.Dispatch;

/// <summary>A machine with 16 devices.</summary>
[VirtualMachine(Cpus = 1, MemoryMiB = 16)]
public partial record Dispatch16
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
}
