namespace KvmSdk.Model.Acpi;

/// <summary>The interrupt controllers and CPUs (ACPI 6.5, 5.2.12 "Multiple APIC Description Table").</summary>
internal static class Madt
{
    private const byte Revision = 6;

    /// <summary>Multiple APIC Flags, PCAT_COMPAT: KVM's interrupt controllers include a PC's pair of 8259s.</summary>
    private const uint PcAtCompatible = 1;

    /// <summary>The id in KVM's I/O APIC after reset.</summary>
    private const byte IoApicId = 0;

    /// <summary>MPS INTI flags 0: polarity and trigger mode conform to the bus, which for ISA is active high, edge.</summary>
    private const ushort ConformsToBus = 0;

    private const byte AllProcessors = 0xFF;

    private const uint Enabled = 1;

    public static CpuListingTable Describe(AcpiDescription machine)
    {
        TableWriter table = new TableWriter()
            .U32(machine.LocalApicAddress)
            .U32(PcAtCompatible)

            // I/O APIC, 5.2.12.3
            .U8(1).U8(12).U8(IoApicId).U8(0).U32(machine.IoApicAddress).U32(0) // Global System Interrupt Base

            // Local APIC NMI, 5.2.12.7: a PC wires NMI to LINT1 of every CPU
            .U8(4).U8(6).U8(AllProcessors).U16(ConformsToBus).U8(1);

        if (machine.TimerInput != 0)
        {
            // Interrupt Source Override, 5.2.12.5. Every other ISA interrupt reaches the input of its own number, edge, active high,
            // which is what a guest assumes.
            table.U8(2).U8(10).U8(0 /* ISA */).U8(0 /* IRQ */).U32((uint)machine.TimerInput).U16(ConformsToBus);
        }

        return new("APIC", Revision, table.ToArray(), [.. Enumerable.Range(0, machine.MaxCpus).Select(cpu => LocalApic(cpu, (byte)(machine.Topology?.ApicId(cpu) ?? cpu)))]);
    }

    /// <summary>Processor Local APIC, 5.2.12.2. The processor's UID names its device in the DSDT.</summary>
    private static byte[] LocalApic(int cpu, byte apicId) =>
        new TableWriter().U8(0).U8(8).U8((byte)cpu /* UID */).U8(apicId).U32(Enabled).ToArray();
}
