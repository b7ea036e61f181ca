using KvmSdk.Model.Layout;

namespace KvmSdk.Model.Acpi;

/// <summary>A virtio-mmio transport.</summary>
/// <param name="Window">Its register window.</param>
/// <param name="Irq">Its I/O APIC input, edge-triggered.</param>
public sealed record AcpiVirtioDevice(AddressRange Window, int Irq)
{
    internal string? WhyInvalid(string name) => AcpiDescription.WhyUnwired(Irq, name) ?? AcpiDescription.WhyUnreachable(Window, name);
}
