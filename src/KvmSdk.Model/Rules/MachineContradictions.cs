// Why these: Documentation/admin-guide/kernel-parameters.txt says what each does, and the machine leaves the kernel no other way.
// Its ACPI is hardware-reduced, so the kernel has neither the 8259 interrupt controller nor any table but ACPI's to fall back on.
// maxcpus=n is not among them: it limits only the boot, and the other CPUs can be brought up later. maxcpus=0 is another word for nosmp,
// "which also disables the IO APIC".

using System.Globalization;
using KvmSdk.Model.Acpi;
using KvmSdk.Model.Plan;

namespace KvmSdk.Model.Rules;

/// <summary>Parameters that take from the kernel what the machine declares, or point it to what is not there.</summary>
internal static class MachineContradictions
{
    /// <summary>Why <paramref name="parameter"/> contradicts the machine, or null.</summary>
    public static string? Why(KernelParameter parameter, IReadOnlyList<KernelParameter> all, EquatableArray<DevicePlan> devices, int cpus) =>
        (parameter.Key, parameter.Value) switch
        {
            ("acpi", "off") => WhyAcpiNeeded(all, devices, cpus),
            ("noapic" or "nosmp", null) or ("maxcpus", "0") => devices.FirstOrDefault(device => device.Irq is not null) is { } device
                ? $"the interrupt of '{device.Name}' comes through the I/O APIC"
                : null,
            ("nolapic" or "disableapic", null) => "every interrupt, and the timer's first of all, comes through the local APIC",
            ("initrd", _) => "no boot loader reads it, because the RAM disk is what an [Initrd] property holds",
            ("virtio_mmio.device", { } value) => WhyNoSuchDevice(value, devices),
            _ => WhyCpusUnused(parameter, cpus),
        };

    /// <summary>Why <paramref name="parameter"/> leaves some CPUs without use for ever, or null.</summary>
    public static string? WhyCpusUnused(KernelParameter parameter, int cpus) =>
        parameter is { Key: "nr_cpus", Value: { } value } && Number(value) is ulong limit and > 0 && limit < (ulong)cpus
            ? $"the kernel would use {limit} of {cpus} CPUs"
            : null;

    private static string? WhyAcpiNeeded(IReadOnlyList<KernelParameter> all, EquatableArray<DevicePlan> devices, int cpus)
    {
        bool isNamedOtherwise = all.Any(parameter => parameter.Key == "virtio_mmio.device");
        if (!isNamedOtherwise && devices.FirstOrDefault(device => AcpiDescription.IsVirtio(device.Kind)) is { } device)
        {
            return $"ACPI alone tells the kernel of '{device.Name}'";
        }

        return cpus > 1 ? $"ACPI alone tells the kernel of its {cpus.ToString(CultureInfo.InvariantCulture)} CPUs" : null;
    }

    /// <summary>Reads <c>size@base:irq[:id]</c>; what it cannot read is left to the kernel.</summary>
    private static string? WhyNoSuchDevice(string value, EquatableArray<DevicePlan> devices)
    {
        if (value.Split('@') is not [_, var place] || place.Split(':') is not [var address, var line, ..]
            || Number(address) is not ulong start || Number(line) is not ulong irq)
        {
            return null;
        }

        return devices.FirstOrDefault(device => AcpiDescription.IsVirtio(device.Kind) && device.Window?.Base == start) switch
        {
            null => $"no virtio device is at 0x{start:X}",
            { } device when (ulong?)device.Irq != irq => $"the interrupt of '{device.Name}' is {device.Irq?.ToString(CultureInfo.InvariantCulture)}",
            _ => null,
        };
    }

    /// <summary>A decimal number, or a hexadecimal one after <c>0x</c>; null if the text is neither.</summary>
    private static ulong? Number(string text)
    {
        (string digits, NumberStyles style) = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? (text.Remove(0, 2), NumberStyles.AllowHexSpecifier)
            : (text, NumberStyles.None);
        return ulong.TryParse(digits, style, CultureInfo.InvariantCulture, out ulong number) ? number : null;
    }
}
