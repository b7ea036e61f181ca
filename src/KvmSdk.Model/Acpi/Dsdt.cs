// Why names without a leading backslash: the table's own scope is the root, so both forms mean the same, and this is the
// shorter one, which a compiler would write.

using KvmSdk.Model.Acpi.Aml;
using static KvmSdk.Model.Acpi.Aml.Asl;

namespace KvmSdk.Model.Acpi;

/// <summary>The devices, in the byte code that a guest interprets (ACPI 6.5, 5.2.11.1 "Differentiated System Description Table").</summary>
internal static class Dsdt
{
    /// <summary>2: integers have 64 bits.</summary>
    private const byte Revision = 2;

    public static CpuListingTable Describe(AcpiDescription machine)
    {
        List<AmlTerm> devices = [];
        if (machine.HasI8042)
        {
            devices.Add(Device("KBD", Name("_HID", EisaId("PNP0303")), Crs(Resource.Io(0x60, 1), Resource.Io(0x64, 1), Resource.Interrupt(1))));
        }

        if (machine.HasCmosClock)
        {
            devices.Add(Device("RTC", Name("_HID", EisaId("PNP0B00")), Crs(Resource.Io(0x70, 2), Resource.Interrupt(8))));
        }

        if (machine.PvpanicPort is { } pvpanic)
        {
            devices.Add(Device("PEVT", Name("_HID", Text("QEMU0001")), Crs(Resource.Io(pvpanic, 1))));
        }

        if (machine.GenerationId is { } generation)
        {
            devices.Add(GenerationId(generation));
            devices.Add(EventDevice(generation));
        }

        devices.AddRange(machine.SerialPorts.Select(SerialPort));
        devices.AddRange(machine.VirtioDevices.Select(VirtioDevice));
        AmlTerm softOff = Package(Integer(PowerRegisters.SoftOffSleepType), Integer(0), Integer(0), Integer(0));
        return new(
            "DSDT",
            Revision,
            [.. Scope("_SB", [.. devices]).Bytes, .. Name("_S5", softOff).Bytes],
            [.. Enumerable.Range(0, machine.MaxCpus).Select(cpu => Processor(cpu).Bytes)]);
    }

    private static AmlTerm SerialPort(AcpiSerialPort port, int index)
    {
        Resource registers = port.Ports is { } ports
            ? Resource.Io(ports.Base, (byte)ports.Count)
            : Resource.Memory32Fixed(port.Window!.Value);

        return Device(
            index < 0xF ? $"COM{index + 1:X1}" : $"S{index:X3}", // a name has four characters
            Name("_HID", EisaId("PNP0501")),
            Name("_UID", Integer((ulong)index)),
            Crs(registers, Resource.Interrupt(port.Irq)));
    }

    /// <summary>
    /// What Microsoft's "Virtual Machine Generation ID" (2012) asks for: a compatible id and a DOS name of these words, and the address in two halves. The
    /// hardware id is the maker's own.
    /// </summary>
    private static AmlTerm GenerationId(AcpiGenerationId generation) => Device(
        "VGEN",
        Name("_HID", Text("KSDK0001")),
        Name("_CID", Text("VM_Gen_Counter")),
        Name("_DDN", Text("VM_Gen_Counter")),
        Name("ADDR", Package(Integer(generation.Address & uint.MaxValue), Integer(generation.Address >> 32))));

    /// <summary>
    /// The generic event device (ACPI 6.5, 5.6.9): how a hardware-reduced machine, which has neither SCI nor general-purpose events, notifies a device. 0x80
    /// is the first notification that belongs to the device itself.
    /// </summary>
    private static AmlTerm EventDevice(AcpiGenerationId generation) => Device(
        "GED",
        Name("_HID", Text("ACPI0013")),
        Name("_UID", Integer(0)),
        Crs(Resource.Interrupt(generation.Irq)),
        SerializedMethod("_EVT", 1, If(Equal(Argument(0), Integer((ulong)generation.Irq)), Notify("VGEN", 0x80))));

    private static AmlTerm VirtioDevice(AcpiVirtioDevice device, int index) => Device(
        $"V{index:X3}",
        Name("_HID", Text("LNRO0005")),
        Name("_UID", Integer((ulong)index)),
        Name("_CCA", Integer(1)), // DMA is coherent with the CPUs' caches
        Crs(Resource.Memory32Fixed(device.Window), Resource.Interrupt(device.Irq)));

    private static AmlTerm Processor(int cpu) => Device($"_SB.C{cpu:X3}", Name("_HID", Text("ACPI0007")), Name("_UID", Integer((ulong)cpu)));

    private static AmlTerm Crs(params Resource[] resources) => Name("_CRS", ResourceTemplate(resources));
}
