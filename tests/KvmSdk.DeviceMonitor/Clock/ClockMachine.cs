namespace KvmSdk.DeviceMonitor.Clock;

/// <summary>A machine whose guest has its date from a CMOS clock.</summary>
[VirtualMachine(Cpus = 1, MemoryMiB = 256)]
[Platform(CmosClock = true)]
public partial record ClockMachine
{
    /// <summary>The kernel.</summary>
    [LinuxKernel(CommandLine = "console=ttyS0 reboot=t panic=-1 loglevel=3")]
    public required GuestImage Kernel { get; init; }

    /// <summary>The initial RAM disk.</summary>
    [Initrd]
    public required GuestImage Initrd { get; init; }

    /// <summary>The guest's console, on standard output.</summary>
    [Serial]
    public Terminal Console { get; init; } = Terminal.Standard;
}
