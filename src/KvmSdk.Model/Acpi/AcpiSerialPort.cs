using KvmSdk.Model.Layout;

namespace KvmSdk.Model.Acpi;

/// <summary>A 16550A UART, on ports or in a window.</summary>
/// <param name="Ports">Its I/O ports; null if it has a window.</param>
/// <param name="Window">Its memory-mapped window; null if it has ports.</param>
/// <param name="Irq">Its I/O APIC input, edge-triggered.</param>
public sealed record AcpiSerialPort(PortRange? Ports, AddressRange? Window, int Irq)
{
    internal string? WhyInvalid(string name)
    {
        if (Ports is null == Window is null)
        {
            return $"{name} needs either ports or a window";
        }

        if (Ports is { } ports && (ports.Count is < 1 or > byte.MaxValue || ports.Last > ushort.MaxValue))
        {
            return $"ports {ports} of {name} are no range of 1 to {byte.MaxValue} ports";
        }

        return AcpiDescription.WhyUnwired(Irq, name) ?? (Window is { } window ? AcpiDescription.WhyUnreachable(window, name) : null);
    }
}
