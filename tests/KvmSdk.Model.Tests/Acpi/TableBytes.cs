using System.Buffers.Binary;
using System.Text;
using KvmSdk.Model.Acpi;

namespace KvmSdk.Model.Tests.Acpi;

/// <summary>Reads tables as a guest does: from the root pointer along the addresses, by offsets from the specification.</summary>
internal static class TableBytes
{
    public static ReadOnlySpan<byte> Of(AcpiTables tables, string signature)
    {
        AcpiTable table = tables.Tables.Single(table => table.Signature == signature);
        return tables.Bytes.AsSpan().Slice(table.Offset, table.Length);
    }

    public static string Text(ReadOnlySpan<byte> table, int offset, int length) => Encoding.ASCII.GetString(table.Slice(offset, length));

    public static ushort U16(ReadOnlySpan<byte> table, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(table[offset..]);

    public static uint U32(ReadOnlySpan<byte> table, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(table[offset..]);

    public static ulong U64(ReadOnlySpan<byte> table, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(table[offset..]);

    public static byte Sum(ReadOnlySpan<byte> bytes)
    {
        byte sum = 0;
        foreach (byte value in bytes)
        {
            sum += value;
        }

        return sum;
    }

    /// <summary>The interrupt controller structures of a MADT, each from its type byte to its end.</summary>
    public static List<byte[]> Structures(ReadOnlySpan<byte> madt)
    {
        List<byte[]> structures = [];
        for (int at = 44; at < madt.Length; at += madt[at + 1])
        {
            Assert.InRange(madt[at + 1], 2, madt.Length - at);
            structures.Add(madt.Slice(at, madt[at + 1]).ToArray());
        }

        return structures;
    }
}
