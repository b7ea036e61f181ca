namespace KvmSdk;

/// <summary>
/// Declares a virtual machine generation ID (Microsoft, "Virtual Machine Generation ID") on a property of type <see cref="GenerationId"/>: 16 bytes in the
/// guest's memory that change whenever the machine is no longer the one that it was, so that a guest seeds its random numbers anew. Linux finds it by ACPI
/// (<c>CONFIG_VMGENID</c>). A machine has one.
/// </summary>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class GenerationIdAttribute : Attribute
{
    /// <summary>The interrupt line, an I/O APIC input, by which the guest is told of a new one. Left out, it is assigned.</summary>
    public int Irq { get; init; }
}
