namespace KvmSdk.DeviceMonitor.Net;

/// <summary>What <c>tests/lab/compare-net</c> measures: one CPU and one network device, and nothing else that a guest needs not.</summary>
[VirtualMachine(Cpus = 1, MemoryMiB = 256)]
public partial record StreamMachine
{
    /// <summary>The kernel.</summary>
    [LinuxKernel(CommandLine = "console=ttyS0 reboot=a panic=-1 nokaslr i8042.noaux i8042.nokbd loglevel=3")]
    public required GuestImage Kernel { get; init; }

    /// <summary>The guest's /init.</summary>
    [Initrd]
    public required GuestImage Initrd { get; init; }

    /// <summary>The guest's /dev/ttyS0, on standard output.</summary>
    [Serial]
    public Terminal Console { get; init; } = Terminal.Standard;

    /// <summary>The guest's eth0.</summary>
    [Net]
    public NetBackend Lan { get; init; } = NetBackend.None;
}
