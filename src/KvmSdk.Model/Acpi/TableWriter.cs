using System.Text;

namespace KvmSdk.Model.Acpi;

/// <summary>Writes the fields of a table one after the other, little-endian and without padding, as ACPI lays them out.</summary>
internal sealed class TableWriter
{
    private readonly List<byte> _bytes = [];

    /// <summary>Begins a table with the common header; <see cref="ToTable"/> fills in its length and checksum.</summary>
    /// <param name="signature">Four characters.</param>
    /// <param name="revision">The table's revision.</param>
    public static TableWriter Table(string signature, byte revision) => new TableWriter()
        .Text(signature)
        .U32(0) // Length
        .U8(revision)
        .U8(0) // Checksum
        .Text(TableHeader.OemId)
        .Text(TableHeader.OemTableId)
        .U32(1) // OEM Revision
        .Text(TableHeader.CreatorId)
        .U32(1); // Creator Revision

    public TableWriter U8(byte value)
    {
        _bytes.Add(value);
        return this;
    }

    public TableWriter U16(ushort value) => U8(unchecked((byte)value)).U8((byte)(value >> 8));

    public TableWriter U32(uint value) => U16(unchecked((ushort)value)).U16((ushort)(value >> 16));

    public TableWriter U64(ulong value) => U32(unchecked((uint)value)).U32((uint)(value >> 32));

    public TableWriter Zeros(int count) => Bytes(new byte[count]);

    public TableWriter Text(string ascii) => Bytes(Encoding.ASCII.GetBytes(ascii));

    public TableWriter Bytes(IEnumerable<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    /// <summary>A Generic Address Structure for one 8-bit register at an I/O port (ACPI 6.5, 5.2.3.2).</summary>
    public TableWriter PortRegister(int port) => this
        .U8(1) // Address Space ID: System I/O
        .U8(8) // Register Bit Width
        .U8(0) // Register Bit Offset
        .U8(1) // Access Size: byte
        .U64((ulong)port);

    /// <summary>The bytes so far, without a header to complete.</summary>
    public byte[] ToArray() => [.. _bytes];

    /// <summary>The table, its length and checksum filled in.</summary>
    public byte[] ToTable()
    {
        byte[] table = ToArray();
        System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(table.AsSpan(TableHeader.LengthOffset), table.Length);
        TableHeader.WriteChecksum(table, TableHeader.ChecksumOffset);
        return table;
    }
}
