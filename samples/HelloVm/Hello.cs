using KvmSdk;

namespace HelloVm;

/// <summary>A machine whose guest greets on its serial port and powers off.</summary>
[VirtualMachine(Cpus = 1, MemoryMiB = 16)]
public partial record Hello
{
    /// <summary>The guest: assembled here, from the addresses that the compiler assigned to this very machine.</summary>
    [FlatImage]
    public GuestImage Program { get; init; } = Greeting.Assemble("Hello from a virtual machine declared in C#.\n");

    /// <summary>The guest's first serial port, on this program's standard input and output.</summary>
    [Serial]
    public Terminal Console { get; init; } = Terminal.Standard;
}
