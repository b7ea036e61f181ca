using KvmSdk;

namespace HelloLinux;

/// <summary>A machine that boots Linux: CPUs, a console, a disk and a source of random numbers.</summary>
[VirtualMachine(Cpus = 2, MaxCpus = 8, MemoryMiB = 256)]
public partial record Linux
{
    /// <summary>The kernel; Debian's cloud kernel, unless <c>--kernel</c> names another.</summary>
    [LinuxKernel(CommandLine = "console=ttyS0 reboot=t panic=-1 loglevel=3")]
    public required GuestImage Kernel { get; init; }

    /// <summary>The initial RAM disk: busybox and the drivers, made by <see cref="Initramfs"/>, unless <c>--initrd</c> names another.</summary>
    [Initrd]
    public GuestImage? Initrd { get; init; }

    /// <summary>The guest's /dev/ttyS0, on this terminal.</summary>
    [Serial]
    public Terminal Console { get; init; } = Terminal.Standard;

    /// <summary>The guest's /dev/vda.</summary>
    [Block]
    public required DiskImage Disk { get; init; }

    /// <summary>The guest's /dev/hwrng.</summary>
    [Rng]
    public Entropy Entropy { get; init; } = Entropy.Host;

    /// <summary>Through this port the status of <c>--execute</c>'s command becomes the program's exit code (<see cref="ExitProgram"/>).</summary>
    [DebugExit]
    public DebugExit Exit { get; init; } = DebugExit.Value;
}
