using KvmSdk.Model.Layout;
using KvmSdk.Model.Spec;

namespace KvmSdk.Model.Acpi;

/// <summary>What a machine's ACPI tables say: its CPUs and those devices that no guest can find by probing.</summary>
/// <param name="Cpus">The CPUs that the tables list, 1 to <paramref name="MaxCpus"/>.</param>
/// <param name="MaxCpus">The CPUs that the tables leave room for, 1 to <see cref="X86Layout.MaxCpus"/>.</param>
/// <param name="PowerPort">The first of the three ports of <see cref="PowerRegisters"/>.</param>
/// <param name="HasI8042">Whether there is a keyboard controller at ports 0x60 and 0x64, on IRQ 1.</param>
/// <param name="HasCmosClock">Whether there is a CMOS clock at ports 0x70 and 0x71, with its alarm on IRQ 8.</param>
/// <param name="SerialPorts">The 16550A UARTs; a guest numbers them in this order.</param>
/// <param name="VirtioDevices">The virtio-mmio transports; a guest numbers them in this order, so the first disk is <c>/dev/vda</c>.</param>
public sealed partial record AcpiDescription(
    int Cpus,
    int MaxCpus,
    ushort PowerPort,
    bool HasI8042,
    bool HasCmosClock,
    EquatableArray<AcpiSerialPort> SerialPorts,
    EquatableArray<AcpiVirtioDevice> VirtioDevices)
{
    /// <summary>How the CPUs are arranged, and so their APIC ids; null if CPU n has APIC id n.</summary>
    public CpuTopology? Topology { get; init; }

    /// <summary>The port of QEMU's pvpanic; null if there is none.</summary>
    public ushort? PvpanicPort { get; init; }

    /// <summary>The machine's generation ID; null if it has none.</summary>
    public AcpiGenerationId? GenerationId { get; init; }

    /// <summary>Where each CPU finds its local APIC.</summary>
    public uint LocalApicAddress { get; init; } = X86Layout.LocalApicAddress;

    /// <summary>Where the I/O APIC is. It is the only one, so its inputs are the global system interrupts from 0 upward.</summary>
    public uint IoApicAddress { get; init; } = X86Layout.IoApicAddress;

    /// <summary>
    /// The I/O APIC input that the timer's ISA interrupt 0 reaches. KVM's default routing makes that input 0; a monitor that
    /// routes it to input 2, as a PC's board does, must say so here.
    /// </summary>
    public int TimerInput { get; init; }

    /// <summary>Why no tables can say this, as a sentence, or null if they can.</summary>
    internal string? WhyInvalid()
    {
        if (MaxCpus is < 1 or > X86Layout.MaxCpus)
        {
            return $"a maximum of {MaxCpus} CPUs is outside 1 to {X86Layout.MaxCpus}";
        }

        if (Cpus < 1 || Cpus > MaxCpus)
        {
            return $"{Cpus} CPUs are outside 1 to the maximum of {MaxCpus}";
        }

        if (PowerPort > 0x10000 - PowerRegisters.Count)
        {
            return $"the power registers at port 0x{PowerPort:X4} do not end below port 0x10000";
        }

        return WhyUnwired(TimerInput, "the timer")
            ?? SerialPorts.Select((port, i) => port.WhyInvalid($"serial port {i}")).FirstOrDefault(problem => problem is not null)
            ?? GenerationId?.WhyInvalid()
            ?? VirtioDevices.Select((device, i) => device.WhyInvalid($"virtio device {i}")).FirstOrDefault(problem => problem is not null);
    }

    /// <summary>Why no device can interrupt through this I/O APIC input, or null if it can.</summary>
    internal static string? WhyUnwired(int irq, string device) =>
        irq is < 0 or >= X86Layout.IoApicPins ? $"IRQ {irq} of {device} is outside the I/O APIC's inputs 0 to {X86Layout.IoApicPins - 1}" : null;

    /// <summary>Why no 32-bit resource descriptor can name this window, or null if one can.</summary>
    internal static string? WhyUnreachable(AddressRange window, string device) =>
        window.Size is 0 or > uint.MaxValue || window.Base > X86Layout.HighMemoryBase - window.Size
            ? $"window {window} of {device} does not lie below 4 GiB"
            : null;
}
