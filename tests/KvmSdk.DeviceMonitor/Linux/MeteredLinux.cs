namespace KvmSdk.DeviceMonitor.Linux;

/// <summary>A machine with one of everything that Linux has a driver for, two disks, and two threads a core.</summary>
[VirtualMachine(Cpus = 1, MaxCpus = 8, ThreadsPerCore = 2, MemoryMiB = 256)]
public partial record MeteredLinux
{
    /// <summary>The kernel, in any form.</summary>
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
    public required DiskImage Data { get; init; }

    /// <summary>The guest's /dev/vdb, which it must not change.</summary>
    [Block]
    public required DiskImage Fixed { get; init; }

    /// <summary>The guest's /dev/hwrng.</summary>
    [Rng]
    public Entropy Entropy { get; init; } = Entropy.Host;

    /// <summary>Through this port the guest's status becomes the program's exit code.</summary>
    [DebugExit]
    public DebugExit Exit { get; init; } = DebugExit.Value;

    /// <summary>Memory that the kernel must leave alone, between it and its initial RAM disk: no RAM in the guest's own list.</summary>
    [SharedMemory(Address = 0xA00_0000, Size = 0x3000)]
    public long Shared { get; init; }
}
