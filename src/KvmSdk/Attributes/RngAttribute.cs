namespace KvmSdk;

/// <summary>Declares a virtio entropy device (virtio 1.2, section 5.4) on a property of type <see cref="Entropy"/>.</summary>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class RngAttribute : Attribute
{
    /// <summary>The register window's guest-physical address, a multiple of 4 KiB. Left out, it is assigned.</summary>
    public ulong Address { get; init; }

    /// <summary>The interrupt line, an I/O APIC input. Left out, it is assigned.</summary>
    public int Irq { get; init; }
}
