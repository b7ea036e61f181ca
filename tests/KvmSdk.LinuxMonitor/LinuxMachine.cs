namespace KvmSdk.LinuxMonitor;

/// <summary>The machine that tests/lab/guests/linux.c runs on as /init, with what its peers get.</summary>
[VirtualMachine(Cpus = 1, MemoryMiB = 256)]
public partial record LinuxMachine
{
    /// <summary>The kernel. Its command line is the peers' too, so that all print the same log.</summary>
    [LinuxKernel(CommandLine = "console=ttyS0 reboot=a panic=-1 nokaslr i8042.noaux i8042.nokbd")]
    public required GuestImage Kernel { get; init; }

    /// <summary>/init and the drivers.</summary>
    [Initrd]
    public required GuestImage Initrd { get; init; }

    /// <summary>COM1, on standard output.</summary>
    [Serial]
    public Terminal Console { get; init; } = Terminal.Standard;

    /// <summary>/dev/vda.</summary>
    [Block]
    public required DiskImage Disk { get; init; }

    /// <summary>A network card, connected to nothing but where its memory is looked at.</summary>
    [Net]
    public NetBackend Lan { get; init; } = NetBackend.None;
}
