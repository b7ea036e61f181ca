using System.Buffers.Binary;
using KvmSdk.Boot.Memory;

namespace KvmSdk.Boot.Pvh;

/// <summary>
/// What a PVH guest finds through EBX: <c>hvm_start_info</c> version 1 with a module (the initial RAM disk), the command line, the memory
/// map and the ACPI root pointer.
/// </summary>
/// <remarks>xen/interface/hvm/start_info.h. Address 0 means "not present" in every field.</remarks>
public static class PvhStartInfo
{
    /// <summary>Bytes in <c>hvm_start_info</c>.</summary>
    public const int SizeInBytes = 56;

    /// <summary>Bytes in <c>hvm_modlist_entry</c>.</summary>
    public const int ModuleSize = 32;

    /// <summary>Bytes in <c>hvm_memmap_table_entry</c>.</summary>
    public const int MapEntrySize = 24;

    private const uint Magic = 0x336e_c578;
    private const uint Version = 1;

    /// <summary>Writes start_info, module list and memory map to their places on <see cref="BootLayout"/>.</summary>
    /// <param name="ram">Guest RAM; the command line is already at <see cref="BootLayout.CommandLine"/>.</param>
    /// <param name="map">The memory map.</param>
    /// <param name="initrd">The initial RAM disk, if there is one.</param>
    /// <param name="rsdp">Address of the ACPI root pointer; 0 for none.</param>
    /// <exception cref="BootException">RAM is too small.</exception>
    public static void Write(IGuestRam ram, MemoryMap map, RamRange? initrd, ulong rsdp)
    {
        const string Where = "PVH start info";
        Span<byte> info = GuestRamAccess.Span(ram, BootLayout.PvhStartInfo, SizeInBytes, Where);
        info.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(info, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(info[4..], Version);
        BinaryPrimitives.WriteUInt32LittleEndian(info[12..], initrd is null ? 0u : 1u);
        BinaryPrimitives.WriteUInt64LittleEndian(info[16..], initrd is null ? 0 : BootLayout.PvhModuleList);
        BinaryPrimitives.WriteUInt64LittleEndian(info[24..], BootLayout.CommandLine);
        BinaryPrimitives.WriteUInt64LittleEndian(info[32..], rsdp);
        BinaryPrimitives.WriteUInt64LittleEndian(info[40..], BootLayout.PvhMemoryMap);
        BinaryPrimitives.WriteUInt32LittleEndian(info[48..], (uint)map.Entries.Length);

        Span<byte> module = GuestRamAccess.Span(ram, BootLayout.PvhModuleList, ModuleSize, Where);
        module.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(module, initrd?.Start ?? 0);
        BinaryPrimitives.WriteUInt64LittleEndian(module[8..], initrd?.Length ?? 0);

        Span<byte> entries = GuestRamAccess.Span(ram, BootLayout.PvhMemoryMap, (ulong)(map.Entries.Length * MapEntrySize), Where);
        entries.Clear();
        for (int i = 0; i < map.Entries.Length; i++)
        {
            Span<byte> entry = entries.Slice(i * MapEntrySize, MapEntrySize);
            BinaryPrimitives.WriteUInt64LittleEndian(entry, map.Entries[i].Range.Start);
            BinaryPrimitives.WriteUInt64LittleEndian(entry[8..], map.Entries[i].Range.Length);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[16..], (uint)map.Entries[i].Type);
        }
    }
}
