namespace KvmSdk.DeviceMonitor.Dispatch;

/// <summary>A machine with 1 device, where there is nothing to find.</summary>
[VirtualMachine(Cpus = 1, MemoryMiB = 16)]
public partial record Dispatch1
{
    /// <summary>The guest.</summary>
    [FlatImage]
    public required GuestImage Program { get; init; }

    [Device] public Device<Cell> Cell00 { get; init; } = new();
}
