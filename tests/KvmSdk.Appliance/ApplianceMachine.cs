namespace KvmSdk.Appliance;

/// <summary>A machine all of whose images are inside the program.</summary>
[VirtualMachine(MemoryMiB = 256)]
public partial record ApplianceMachine
{
    /// <summary>Debian's kernel, unpacked when the program was built.</summary>
    [LinuxKernel(CommandLine = "console=ttyS0 reboot=a panic=-1 quiet")]
    public GuestImage Kernel { get; init; } = GuestImage.Embedded("vmlinuz");

    /// <summary>/init and the drivers.</summary>
    [Initrd]
    public GuestImage Initrd { get; init; } = GuestImage.Embedded("initrd");

    /// <summary>/dev/vda.</summary>
    [Block]
    public DiskImage Data { get; init; } = DiskImage.Embedded("data");

    /// <summary>COM1, on standard input and output.</summary>
    [Serial]
    public Terminal Console { get; init; } = Terminal.Standard;
}
