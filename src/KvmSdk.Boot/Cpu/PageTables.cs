using System.Buffers.Binary;

namespace KvmSdk.Boot.Cpu;

/// <summary>
/// Page tables that map the low 4 GiB to themselves by 2 MiB pages: enough for every boot protocol (Linux wants the kernel, the zero page
/// and the command line mapped) and for a small guest that never makes its own.
/// </summary>
/// <remarks>Intel SDM volume 3, 4.5 (4-level paging). 2 MiB pages, because 1 GiB pages are a CPU feature that a template may hide.</remarks>
public static class PageTables
{
    /// <summary>PML4, PDPT and four page directories.</summary>
    public const int SizeInBytes = 6 * Page;

    /// <summary>Bytes mapped, from address 0.</summary>
    public const ulong MappedBytes = 4UL << 30;

    private const int Page = 4096;
    private const int EntriesPerTable = 512;
    private const ulong Present = 1 << 0;
    private const ulong Writable = 1 << 1;
    private const ulong User = 1 << 2;
    private const ulong Accessed = 1 << 5;
    private const ulong Dirty = 1 << 6;
    private const ulong LargePage = 1 << 7;

    /// <summary>Writes the tables.</summary>
    /// <param name="tables">At least <see cref="SizeInBytes"/> bytes, overwritten.</param>
    /// <param name="tableAddress">Guest physical address of those bytes, a multiple of 4096: the value for CR3.</param>
    /// <param name="userAccessible">Let code at CPL 3 use every page.</param>
    /// <exception cref="ArgumentException">The span is too short or the address is not aligned.</exception>
    public static void WriteIdentity(Span<byte> tables, ulong tableAddress, bool userAccessible = false)
    {
        if (tables.Length < SizeInBytes || tableAddress % Page != 0)
        {
            throw new ArgumentException(
                $"Page tables take {SizeInBytes} bytes at a page boundary, not {tables.Length} bytes at 0x{tableAddress:x}.", nameof(tables));
        }

        tables[..SizeInBytes].Clear();
        // Accessed and dirty are set in advance, so that neither a CPU nor KVM's walker ever has to write to these tables.
        ulong link = Present | Writable | Accessed | (userAccessible ? User : 0);
        Put(tables, table: 0, index: 0, (tableAddress + Page) | link);
        for (int directory = 0; directory < 4; directory++)
        {
            Put(tables, table: 1, directory, (tableAddress + (ulong)((2 + directory) * Page)) | link);
            for (int index = 0; index < EntriesPerTable; index++)
            {
                ulong address = (ulong)((directory * EntriesPerTable) + index) << 21;
                Put(tables, 2 + directory, index, address | link | LargePage | Dirty);
            }
        }
    }

    private static void Put(Span<byte> tables, int table, int index, ulong entry) =>
        BinaryPrimitives.WriteUInt64LittleEndian(tables[((table * Page) + (index * 8))..], entry);
}
