// Why at compile time: nothing in these tables differs between instances of a machine except how many CPUs start, so the
// generator writes their bytes into the assembly as a constant, for the most CPUs, and a start copies and perhaps shortens them.

using KvmSdk.Model.Layout;

namespace KvmSdk.Model.Acpi;

/// <summary>A machine's ACPI tables, as one block of bytes for one guest-physical address.</summary>
/// <remarks>Order: root pointer, XSDT, FADT, MADT, DSDT, each at a multiple of 16 bytes; what lies between is 0.</remarks>
/// <param name="Base">The guest-physical address of the first byte, which is the root pointer's.</param>
/// <param name="Bytes">The bytes. How many there are depends on the maximum of CPUs, not on how many the tables list.</param>
/// <param name="Tables">The tables, in order.</param>
/// <param name="CpuLists">The tables that list CPUs.</param>
public sealed record AcpiTables(
    ulong Base, EquatableArray<byte> Bytes, EquatableArray<AcpiTable> Tables, EquatableArray<AcpiCpuList> CpuLists)
{
    /// <summary>The most bytes that the tables may take: what lies between <see cref="X86Layout.AcpiTablesBase"/> and the BIOS's segment.</summary>
    public const int Room = 0x1_0000;

    private const int Alignment = 16;

    /// <summary>Builds the tables. The same description and address always give the same bytes.</summary>
    /// <param name="machine">What the tables say. List the maximum of CPUs where <see cref="ListCpus"/> shall choose among fewer later.</param>
    /// <param name="baseAddress">Where they will lie: a multiple of 16, and with <see cref="Room"/> below 4 GiB.</param>
    /// <returns>The tables, or why there are none: a description that contradicts itself, or too many devices for the room.</returns>
    public static AcpiResult Build(AcpiDescription machine, ulong baseAddress = X86Layout.AcpiTablesBase)
    {
        if (baseAddress % Alignment != 0 || baseAddress > X86Layout.HighMemoryBase - Room)
        {
            return new(null, $"ACPI tables cannot lie at 0x{baseAddress:X}: the address must be a multiple of {Alignment}, with 64 KiB below 4 GiB");
        }

        if (machine.WhyInvalid() is string problem)
        {
            return new(null, $"ACPI tables cannot describe the machine: {problem}");
        }

        CpuListingTable madt = Madt.Describe(machine);
        CpuListingTable dsdt = Dsdt.Describe(machine);
        int xsdtOffset = Align(Rsdp.Size);
        int fadtOffset = Align(xsdtOffset + Xsdt.Size);
        int madtOffset = Align(fadtOffset + Fadt.Size);
        int dsdtOffset = Align(madtOffset + madt.Room);
        int size = dsdtOffset + dsdt.Room;
        if (size > Room)
        {
            return new(null, $"ACPI tables need {size} bytes and there are {Room}: the machine has too many devices");
        }

        uint start = (uint)baseAddress;
        byte[] bytes = new byte[size];
        AcpiTable[] tables =
        [
            Place(Rsdp.Signature, 0, Rsdp.Write(start + (uint)xsdtOffset)),
            Place(Xsdt.Signature, xsdtOffset, Xsdt.Write(start + (uint)fadtOffset, start + (uint)madtOffset)),
            Place(Fadt.Signature, fadtOffset, Fadt.Write(machine, start + (uint)dsdtOffset)),
            Place(madt.Signature, madtOffset, madt.Write(machine.Cpus)),
            Place(dsdt.Signature, dsdtOffset, dsdt.Write(machine.Cpus)),
        ];
        return new(new(baseAddress, new(bytes), new(tables), [new(madtOffset, madt.Lengths), new(dsdtOffset, dsdt.Lengths)]), null);

        AcpiTable Place(string signature, int offset, byte[] table)
        {
            table.CopyTo(bytes, offset);
            return new(signature, offset, table.Length);
        }
    }

    /// <summary>Makes a copy of the tables list the first <paramref name="cpus"/> CPUs, as if built for so many. Allocates nothing.</summary>
    /// <param name="tables">The copy, e.g. in guest memory.</param>
    /// <param name="lists">The <see cref="CpuLists"/> of these tables.</param>
    /// <param name="cpus">From 1 to the CPUs that the tables list.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="cpus"/> is below 1, or above what the tables list.</exception>
    public static void ListCpus(Span<byte> tables, EquatableArray<AcpiCpuList> lists, int cpus)
    {
        for (int i = 0; i < lists.Count; i++)
        {
            lists[i].Shorten(tables, cpus);
        }
    }

    private static int Align(int offset) => (offset + Alignment - 1) / Alignment * Alignment;
}
