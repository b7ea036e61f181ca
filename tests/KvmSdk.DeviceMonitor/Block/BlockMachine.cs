namespace KvmSdk.DeviceMonitor.Block;

/// <summary>A machine with a disk of each kind.</summary>
[VirtualMachine(Cpus = 2, MemoryMiB = 256)]
public partial record BlockMachine
{
    /// <summary>The kernel.</summary>
    [LinuxKernel(CommandLine = "console=ttyS0 reboot=t panic=-1 loglevel=1")]
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

    /// <summary>The guest's /dev/vda: through the page cache, with a queue for each CPU.</summary>
    [Block(Queues = 2, QueueSize = 128)]
    public required DiskImage Data { get; init; }

    /// <summary>The guest's /dev/vdb: past the page cache.</summary>
    [Block]
    public required DiskImage Direct { get; init; }

    /// <summary>The guest's /dev/vdc: on a file system that is too small for it.</summary>
    [Block]
    public required DiskImage Small { get; init; }

    /// <summary>The guest's /dev/vdd: with a limit of rate, and sectors of 4 KiB.</summary>
    [Block(SectorSize = 4096)]
    public required DiskImage Slow { get; init; }

    /// <summary>The guest's /dev/hwrng, so that nothing waits for random numbers.</summary>
    [Rng]
    public Entropy Entropy { get; init; } = Entropy.Host;
}
