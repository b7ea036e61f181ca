using KvmSdk.Model.Spec;

namespace KvmSdk.DeviceMonitor.Memory;

/// <summary>A machine that gives memory back, and whose random numbers have a limit. Its pages are small, so that what it gives back can be counted.</summary>
[VirtualMachine(Cpus = 1, MemoryMiB = 192, HugePages = HugePages.None)]
public partial record MemoryMachine
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

    /// <summary>The guest's balloon, empty at first.</summary>
    [Balloon]
    public Balloon Balloon { get; init; } = Balloon.Empty;

    /// <summary>The guest's /dev/hwrng.</summary>
    [Rng]
    public Entropy Entropy { get; init; } = Entropy.Host.LimitedTo(RateLimit.Of(bytesPerSecond: 8 << 10));
}
