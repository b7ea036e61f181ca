namespace KvmSdk.DeviceMonitor.Vsock;

/// <summary>A machine with a socket device.</summary>
[VirtualMachine(Cpus = 1, MemoryMiB = 256)]
public partial record VsockMachine
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

    /// <summary>The guest's /dev/vsock.</summary>
    [Vsock(Cid = 52)]
    public VsockBackend Agent { get; init; } = KvmSdk.Vsock.At("/run/agent.sock");

    /// <summary>The guest's /dev/hwrng, so that nothing waits for random numbers.</summary>
    [Rng]
    public Entropy Entropy { get; init; } = Entropy.Host;
}
