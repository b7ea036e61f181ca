namespace KvmSdk.FlatMonitor;

/// <summary>The machine that tests/lab/guests/exits.S runs on, with as much memory as its peers get.</summary>
[VirtualMachine(Cpus = 1, MemoryMiB = 256)]
public partial record FlatMachine
{
    /// <summary>The guest.</summary>
    [FlatImage]
    public required GuestImage Image { get; init; }

    /// <summary>COM1, on standard output.</summary>
    [Serial]
    public Terminal Console { get; init; } = Terminal.Standard;

    /// <summary>What a generated device costs.</summary>
    [Device(Port = 0x580)]
    public Device<Latch> Latch { get; init; } = new();
}
