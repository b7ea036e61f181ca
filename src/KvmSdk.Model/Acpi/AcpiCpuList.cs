// Why CPUs stand last in their tables: an absent CPU must not be listed at all. Linux counts a listed but disabled CPU as one
// that may yet be plugged in and sets aside per-CPU memory for it. With the list at the end, fewer CPUs are a shorter table, and
// a start with fewer than the maximum changes a length and a checksum, but moves nothing.

using System.Buffers.Binary;

namespace KvmSdk.Model.Acpi;

/// <summary>A table that ends in a list of CPUs, and so can be shortened to fewer of them.</summary>
/// <param name="Offset">The table's first byte, from the start of all tables.</param>
/// <param name="Lengths">The table's length in bytes with 1 CPU, with 2, and so on up to the maximum.</param>
public sealed record AcpiCpuList(int Offset, EquatableArray<int> Lengths)
{
    /// <summary>Shortens the table to the first <paramref name="cpus"/> CPUs, and corrects its checksum. Allocates nothing.</summary>
    /// <param name="tables">All tables, in the assembly's order, e.g. in guest memory.</param>
    /// <param name="cpus">How many CPUs the table shall list, from 1 to those that it lists.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="cpus"/> is below 1, or above what the table lists.</exception>
    public void Shorten(Span<byte> tables, int cpus)
    {
        Span<byte> table = tables.Slice(Offset, Lengths[Lengths.Count - 1]);
        if (cpus < 1 || cpus > Lengths.Count || Lengths[cpus - 1] > BinaryPrimitives.ReadInt32LittleEndian(table.Slice(TableHeader.LengthOffset)))
        {
            throw new ArgumentOutOfRangeException(nameof(cpus), cpus, "An ACPI table can only be shortened, and to no less than one CPU.");
        }

        int length = Lengths[cpus - 1];
        table.Slice(length).Clear();
        BinaryPrimitives.WriteInt32LittleEndian(table.Slice(TableHeader.LengthOffset), length);
        TableHeader.WriteChecksum(table.Slice(0, length), TableHeader.ChecksumOffset);
    }
}
