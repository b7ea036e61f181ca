namespace KvmSdk.DeviceMonitor.Qcow2;

/// <summary>A machine with one disk in whatever format.</summary>
[VirtualMachine(Cpus = 1, MemoryMiB = 256)]
public partial record Qcow2Machine
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

    /// <summary>The guest's /dev/ttyS1: it sends a line when its work is done, and waits for one back before it ends the machine.</summary>
    [Serial]
    public Terminal Signal { get; init; } = Terminal.Program;

    /// <summary>The guest's /dev/vda.</summary>
    [Block]
    public required DiskImage Disk { get; init; }

    /// <summary>The guest's /dev/hwrng, so that nothing waits for random numbers.</summary>
    [Rng]
    public Entropy Entropy { get; init; } = Entropy.Host;
}
