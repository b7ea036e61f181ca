namespace KvmSdk.DeviceMonitor.Multiboot;

/// <summary>A machine for a small kernel, which ends by the debug-exit port.</summary>
[VirtualMachine(MemoryMiB = 16)]
public partial record MultibootMachine
{
    /// <summary>The kernel.</summary>
    [MultibootKernel(CommandLine = "lab")]
    public required GuestImage Kernel { get; init; }

    /// <summary>What it prints.</summary>
    [MultibootModule(CommandLine = "a file")]
    public GuestImage? Module { get; init; }

    /// <summary>Its first serial port, on standard output.</summary>
    [Serial]
    public Terminal Console { get; init; } = Terminal.Standard;

    /// <summary>How it ends.</summary>
    [DebugExit]
    public DebugExit Result { get; init; } = DebugExit.Value;
}
