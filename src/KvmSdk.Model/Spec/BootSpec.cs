namespace KvmSdk.Model.Spec;

/// <summary>How a machine starts.</summary>
public enum BootKind
{
    /// <summary>A flat image, entered at its first byte in 64-bit long mode.</summary>
    FlatImage,

    /// <summary>A Linux kernel: bzImage or ELF.</summary>
    LinuxKernel,

    /// <summary>A kernel by the Multiboot Specification, version 1: 32-bit ELF, or a file whose header has addresses.</summary>
    MultibootKernel,
}

/// <summary>A declared boot source.</summary>
/// <param name="Kind">How the image is started.</param>
/// <param name="Property">The property that holds the image.</param>
/// <param name="LoadAddress">The guest-physical address of a flat image's first byte, as declared; a kernel names its own.</param>
/// <param name="CommandLine">The kernel's command line; empty for a flat image.</param>
/// <param name="Entry">Where a kernel is entered.</param>
public sealed record BootSpec(BootKind Kind, string Property, ulong LoadAddress, string CommandLine = "", KernelEntry Entry = KernelEntry.Automatic)
{
    /// <summary>The command line of a kernel whose declaration gives none.</summary>
    public const string DefaultCommandLine = "console=ttyS0";

    /// <summary>The same on a machine that has a virtio console and no serial port.</summary>
    public const string HypervisorCommandLine = "console=hvc0";

    /// <summary>Whether the declaration gives no command line.</summary>
    public bool IsDefaultCommandLine { get; init; }
}
