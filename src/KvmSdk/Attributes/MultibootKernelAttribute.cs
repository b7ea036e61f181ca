namespace KvmSdk;

/// <summary>
/// Declares the machine's boot source: a kernel by the Multiboot Specification, version 0.6.96, on a property of type <see cref="GuestImage"/>. It is a
/// 32-bit ELF executable, or a file whose Multiboot header has addresses, and is entered in 32-bit protected mode with flat segments, paging and
/// interrupts off, EAX = 0x2BADB002 and EBX the address of the boot information.
/// </summary>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class MultibootKernelAttribute : Attribute
{
    /// <summary>
    /// What the kernel finds as its command line, exactly: printable ASCII, at most 2,047 characters. A start may append to it
    /// (<see cref="StartOptions.AppendCommandLine"/>). Kernels that expect a program's name before their arguments are given one here.
    /// </summary>
    public string CommandLine { get; init; } = "";
}
