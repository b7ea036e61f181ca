namespace KvmSdk.DeviceMonitor.Pmem;

/// <summary>A machine with persistent memory of both kinds.</summary>
[VirtualMachine(Cpus = 2, MemoryMiB = 192)]
public partial record PmemMachine
{
    /// <summary>The kernel.</summary>
    [LinuxKernel(CommandLine = "console=ttyS0 reboot=t panic=-1 loglevel=3")]
    public required GuestImage Kernel { get; init; }

    /// <summary>The guest's user space.</summary>
    [Initrd]
    public required GuestImage Initrd { get; init; }

    /// <summary>The guest's /dev/ttyS0, on standard output.</summary>
    [Serial]
    public Terminal Console { get; init; } = Terminal.Standard;

    /// <summary>The guest's /dev/ttyS1: for each line that it sends the program does the next thing, and answers with a line.</summary>
    [Serial]
    public Terminal Signal { get; init; } = Terminal.Program;

    /// <summary>The guest's /dev/pmem0.</summary>
    [Pmem(MaxMiB = 64)]
    public required DiskImage Store { get; init; }

    /// <summary>The guest's /dev/pmem1.</summary>
    [Pmem]
    public required DiskImage Tools { get; init; }

    /// <summary>The guest's /dev/hwrng, so that nothing waits for random numbers.</summary>
    [Rng]
    public Entropy Entropy { get; init; } = Entropy.Host;
}
