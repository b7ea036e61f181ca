namespace KvmSdk.Model.Rules;

/// <summary>Family 05: what the machine starts from.</summary>
public static class BootRules
{
    /// <summary>Nothing to run.</summary>
    public static Rule NoBootSource { get; } = new("KVM0501", "No boot source",
        "Machine '{0}' declares nothing to start from; add '[FlatImage] public required GuestImage Program {{ get; init; }}'");

    /// <summary>Two things to run.</summary>
    public static Rule TwoBootSources { get; } = new("KVM0502", "Two boot sources",
        "Property '{0}' is a second boot source beside '{1}'; keep one");

    /// <summary>The image would overwrite boot structures, or start outside RAM.</summary>
    public static Rule BadLoadAddress { get; } = new("KVM0503", "Load address unusable",
        "LoadAddress {0} {1}; use a multiple of 4 KiB from {2} up to the end of RAM, such as {2}");

    /// <summary>An initial RAM disk is read by a Linux kernel, and by one alone.</summary>
    public static Rule InitrdWithoutKernel { get; } = new("KVM0506", "Initial RAM disk without a kernel, or a second one",
        "Initial RAM disk '{0}' {1}; {2}");

    /// <summary>The boot protocol's command line is a bounded, NUL-terminated string.</summary>
    public static Rule BadCommandLine { get; } = new("KVM0507", "Kernel command line unusable",
        "The command line of '{0}' {1}; {2}");

    /// <summary>Where a kernel is linked higher than RAM reaches, or has next to nothing left there.</summary>
    public static Rule TooLittleForLinux { get; } = new("KVM0512", "Memory too small for Linux",
        "{0} MiB of RAM are too few for '{1}', because a Linux kernel lies at {2} MiB unless it was built otherwise; choose {3} or more, for a distribution's kernel {4}")
    {
        Severity = RuleSeverity.Warning,
    };

    /// <summary>Known only at start: the image ends past RAM.</summary>
    public static Rule ImageLargerThanMemory { get; } = new("KVM0504", "Image larger than memory",
        "Image '{0}' of {1} bytes at {2} ends past the first {3} MiB of RAM; {4}");

    /// <summary>Known only at start: nothing to run.</summary>
    public static Rule EmptyImage { get; } = new("KVM0505", "Image empty",
        "Image '{0}' is empty; give it at least one instruction");
}
