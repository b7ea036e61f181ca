namespace KvmSdk.DeviceMonitor.Dispatch;

/// <summary>A machine with 4 devices.</summary>
[VirtualMachine(Cpus = 1, MemoryMiB = 16)]
public partial record Dispatch4
{
    /// <summary>The guest.</summary>
    [FlatImage]
    public required GuestImage Program { get; init; }

    [Device] public Device<Cell> Cell00 { get; init; } = new();
    [Device] public Device<Cell> Cell01 { get; init; } = new();
    [Device] public Device<Cell> Cell02 { get; init; } = new();
    [Device] public Device<Cell> Cell03 { get; init; } = new();
}
