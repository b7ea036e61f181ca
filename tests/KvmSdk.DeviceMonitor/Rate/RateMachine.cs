namespace KvmSdk.DeviceMonitor.Rate;

/// <summary>A machine with what QEMU is given beside it in tests/lab/rate.</summary>
[VirtualMachine(Cpus = 1, MemoryMiB = 16)]
public partial record RateMachine
{
    /// <summary>Powers off at once.</summary>
    [FlatImage]
    public required GuestImage Program { get; init; }

    /// <summary>COM1, to and from this program.</summary>
    [Serial]
    public Terminal Console { get; init; } = Terminal.Program;
}
