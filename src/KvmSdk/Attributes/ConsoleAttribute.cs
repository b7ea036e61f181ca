namespace KvmSdk;

/// <summary>
/// Declares a virtio console (virtio 1.2, section 5.3) on a property of type <see cref="Terminal"/>. Linux calls the consoles <c>hvc0</c>, <c>hvc1</c>, and so on,
/// in order of declaration; <c>console=hvc0</c> on the kernel's command line makes one the system's console.
/// </summary>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class ConsoleAttribute : Attribute
{
    /// <summary>The register window's guest-physical address, a multiple of 4 KiB. Left out, it is assigned.</summary>
    public ulong Address { get; init; }

    /// <summary>The interrupt line, an I/O APIC input. Left out, it is assigned.</summary>
    public int Irq { get; init; }
}
