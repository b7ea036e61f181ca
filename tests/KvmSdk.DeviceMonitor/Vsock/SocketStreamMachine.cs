namespace KvmSdk.DeviceMonitor.Vsock;

/// <summary>What <c>tests/lab/compare-net</c> measures of sockets: one CPU and a socket device, and nothing else that a guest needs not.</summary>
[VirtualMachine(Cpus = 1, MemoryMiB = 256)]
public partial record SocketStreamMachine
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

    /// <summary>The guest's /dev/vsock.</summary>
    [Vsock(Cid = 53)]
    public required VsockBackend Agent { get; init; }
}
