namespace KvmSdk.Model.Acpi;

/// <summary>A virtual machine generation ID, and how a guest learns of a new one.</summary>
/// <param name="Address">The guest-physical address of its 16 bytes, a multiple of 8, in a page that holds nothing else.</param>
/// <param name="Irq">The I/O APIC input of the generic event device, edge-triggered.</param>
public sealed record AcpiGenerationId(ulong Address, int Irq)
{
    internal string? WhyInvalid() => Address % 8 != 0
        ? $"the generation ID at 0x{Address:X} is not at a multiple of 8"
        : AcpiDescription.WhyUnwired(Irq, "the generation ID");
}
