using KvmSdk;

namespace Broken;

/// <summary>A web server in which ten things are wrong, one of each kind.</summary>
[VirtualMachine(
    Cpus = 300, // KVM0110: more CPUs than there are APIC ids
    MemoryMiB = 1)] // KVM0120: too little for anything to start in
public partial record Web
{
    /// <summary>The kernel.</summary>
    [LinuxKernel(CommandLine = "console=ttyS0 quiet\n")] // KVM0507: the kernel takes one line
    public required GuestImage Kernel { get; init; }

    /// <summary>The terminal. Its line can be given only once; it stays with the one that comes first.</summary>
    [Serial(Irq = 4)]
    public Terminal Console { get; init; } = Terminal.Standard;

    /// <summary>A log, at the ports of COM2.</summary>
    [Serial(Port = 0x2F8, Irq = 4)] // KVM0302: the line of Console
    public Terminal Log { get; init; } = Terminal.None;

    /// <summary>A second log.</summary>
    [Serial(Port = 0x2FC)] // KVM0201: in the middle of Log's ports
    public Terminal Audit { get; init; } = Terminal.None;

    /// <summary>The root disk.</summary>
    [Block(Irq = 24)] // KVM0301: the I/O APIC has inputs 0 to 23
    public required DiskImage Root { get; init; }

    /// <summary>A disk for data.</summary>
    [Block(Address = 0xD000_0800)] // KVM0203: not at a page boundary
    public required DiskImage Data { get; init; }

    /// <summary>Where the guest's random numbers come from.</summary>
    [Rng]
    public string Entropy { get; init; } = "/dev/urandom"; // KVM0401: an Rng property is of type Entropy

    /// <summary>The guest's exit code.</summary>
    [DebugExit]
    public DebugExit Exit { get; set; } = DebugExit.Qemu; // KVM0402: a definition is not changed, it is copied by 'with'

    /// <summary>How many CPUs this server likes.</summary>
    public int Cpus { get; init; } = 2; // KVM0408: --cpus is an option of every program
}
