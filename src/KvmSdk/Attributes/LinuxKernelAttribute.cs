using KvmSdk.Model.Spec;

namespace KvmSdk;

/// <summary>
/// Declares the machine's boot source: a Linux kernel on a property of type <see cref="GuestImage"/>. A bzImage is entered
/// by its 64-bit entry point, an ELF file by its PVH note or, without one, its 64-bit entry point.
/// </summary>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class LinuxKernelAttribute : Attribute
{
    /// <summary>
    /// The kernel's command line: printable ASCII, at most 2,047 characters. An instance may append to it (<c>--append</c>). Left out, <c>console=ttyS0</c>; on a
    /// machine that has a <see cref="ConsoleAttribute"/> and no serial port, <c>console=hvc0</c>.
    /// </summary>
    public string CommandLine { get; init; } = BootSpec.DefaultCommandLine;

    /// <summary>Where the kernel is entered, and by whom it is unpacked.</summary>
    public KernelEntry Entry { get; init; } = KernelEntry.Automatic;
}
