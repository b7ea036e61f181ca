namespace KvmSdk.DeviceMonitor.Consoles;

/// <summary>A machine with virtio consoles, named ports, a pvpanic device and a boot marker.</summary>
[VirtualMachine(Cpus = 1, MemoryMiB = 256)]
public partial record ConsoleMachine
{
    /// <summary>The kernel.</summary>
    [LinuxKernel(CommandLine = "console=hvc0 console=ttyS0 reboot=t panic=-1 loglevel=3")]
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

    /// <summary>The guest's /dev/ttyS2, to be compared with a virtio console.</summary>
    [Serial]
    public Terminal Slow { get; init; } = Terminal.None;

    /// <summary>The guest's /dev/hvc0, on which its kernel prints too.</summary>
    [Console]
    public required Terminal Hvc { get; init; }

    /// <summary>The guest's /dev/hvc1, which this program types at.</summary>
    [Console]
    public Terminal Typed { get; init; } = Terminal.Program;

    /// <summary>A channel to a program of the guest's.</summary>
    [ConsolePort(Name = "org.kvmsdk.echo.0")]
    public Terminal Echo { get; init; } = Terminal.Program;

    /// <summary>A channel that only the guest writes to.</summary>
    [ConsolePort(Name = "org.kvmsdk.log")]
    public required Terminal Log { get; init; }

    /// <summary>Where the guest's kernel tells of its panic.</summary>
    [Pvpanic]
    public PanicPolicy Panic { get; init; } = PanicPolicy.Stop;

    /// <summary>Where the guest tells that it is up.</summary>
    [BootMarker]
    public BootMarker Booted { get; init; } = BootMarker.Silent;

    /// <summary>The guest's /dev/hwrng, so that nothing waits for random numbers.</summary>
    [Rng]
    public Entropy Entropy { get; init; } = Entropy.Host;
}
