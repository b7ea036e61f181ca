namespace KvmSdk.DeviceMonitor.Consoles;

/// <summary>A machine with a generation ID, for a kernel that has the driver.</summary>
[VirtualMachine(Cpus = 1, MemoryMiB = 256)]
public partial record GenerationMachine
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

    /// <summary>The guest's /dev/ttyS1: at each line that it sends the program changes the ID, and answers with a line.</summary>
    [Serial]
    public Terminal Signal { get; init; } = Terminal.Program;

    /// <summary>The ID.</summary>
    [GenerationId]
    public GenerationId Generation { get; init; } = GenerationId.New;

    /// <summary>The guest's /dev/hwrng: a generator that is ready is one that can be seeded anew.</summary>
    [Rng]
    public Entropy Entropy { get; init; } = Entropy.Host;
}
