namespace KvmSdk.DeviceMonitor.Directories;

/// <summary>A machine that shares two directories with its host, one to read and one to write.</summary>
[VirtualMachine(Cpus = 1, MemoryMiB = 256)]
public partial record DirectoryMachine
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

    /// <summary>The guest's /dev/ttyS1: it sends a line when its work is done.</summary>
    [Serial]
    public Terminal Signal { get; init; } = Terminal.Program;

    /// <summary>What the guest mounts as "src".</summary>
    [SharedDirectory(Tag = "src")]
    public HostDirectory Source { get; init; } = HostDirectory.At("/shares/source", readOnly: true);

    /// <summary>What the guest mounts as "Output".</summary>
    [SharedDirectory]
    public HostDirectory Output { get; init; } = HostDirectory.At("/shares/output");

    /// <summary>The guest's /dev/hwrng, so that nothing waits for random numbers.</summary>
    [Rng]
    public Entropy Entropy { get; init; } = Entropy.Host;
}
