namespace KvmSdk.DeviceMonitor.Net;

/// <summary>A machine with one network device on a tap, with as many pairs of queues as CPUs, and one on nothing.</summary>
[VirtualMachine(Cpus = 2, MemoryMiB = 256)]
public partial record NetMachine
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

    /// <summary>The guest's eth0.</summary>
    [Net(Mac = "52:54:00:00:00:01", Queues = 2)]
    public NetBackend Lan { get; init; } = Tap.Named("tap0");

    /// <summary>The guest's eth1.</summary>
    [Net(Mtu = 1400)]
    public NetBackend Spare { get; init; } = NetBackend.None;

    /// <summary>The guest's eth2.</summary>
    [Net]
    public NetBackend Wire { get; init; } = NetBackend.Program;

    /// <summary>The guest's /dev/hwrng, so that nothing waits for random numbers.</summary>
    [Rng]
    public Entropy Entropy { get; init; } = Entropy.Host;
}
