using KvmSdk;

/// <summary>The machine. What cannot work does not compile: try a second port with <c>[Serial(Irq = 4)]</c>.</summary>
[VirtualMachine(Cpus = 1, MemoryMiB = 16)]
public partial record Hello
{
    /// <summary>What the guest's processor runs. For Linux, use <c>[LinuxKernel]</c> instead.</summary>
    [FlatImage]
    public GuestImage Program { get; init; } = Guest.Image;

    /// <summary>The guest's serial port, on this program's own terminal.</summary>
    [Serial]
    public Terminal Console { get; init; } = Terminal.Standard;
}
