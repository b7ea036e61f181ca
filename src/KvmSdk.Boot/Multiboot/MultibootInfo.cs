using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using KvmSdk.Boot.Memory;

namespace KvmSdk.Boot.Multiboot;

/// <summary>What a loader tells a kernel: Multiboot Specification 0.6.96, section 3.3. Structure, memory map, module list and texts, one after the other.</summary>
internal static class MultibootInfo
{
    private const int StructureSize = 120;
    private const int MapEntrySize = 24;
    private const int ModuleEntrySize = 16;
    private const string LoaderName = "KvmSdk";

    // Bits of the first field: which of the others count.
    private const uint HasMemory = 1 << 0;
    private const uint HasCommandLine = 1 << 2;
    private const uint HasModules = 1 << 3;
    private const uint HasMap = 1 << 6;
    private const uint HasLoaderName = 1 << 9;

    /// <summary>Writes it to <see cref="BootLayout.MultibootInfo"/>.</summary>
    /// <param name="ram">Guest RAM.</param>
    /// <param name="request">What is booted.</param>
    /// <param name="modules">Where the modules are.</param>
    /// <exception cref="BootException">It does not fit the place that is kept for it.</exception>
    public static void Write(IGuestRam ram, MultibootRequest request, ImmutableArray<RamRange> modules)
    {
        MemoryMap map = request.Reserved.Aggregate(MemoryMap.ForRam(ram.Ranges), static (map, reserved) => map.With(reserved.Range, MemoryType.Reserved));
        int mapAt = StructureSize;
        int modulesAt = mapAt + (map.Entries.Length * MapEntrySize);
        int textsAt = modulesAt + (modules.Length * ModuleEntrySize);
        string[] texts = [request.CommandLine, LoaderName, .. request.Modules.Select(static module => module.CommandLine)];
        int size = textsAt + texts.Sum(static text => text.Length + 1);
        if (size > BootLayout.MultibootInfoSize)
        {
            throw new BootException(
                request.Kernel.Name, $"command lines and module list take {size} bytes, and {BootLayout.MultibootInfoSize} are kept for them", "shorten them, or use fewer modules");
        }

        Span<byte> info = GuestRamAccess.Span(ram, BootLayout.MultibootInfo, BootLayout.MultibootInfoSize, request.Kernel.Name);
        info.Clear();
        uint[] places = new uint[texts.Length];
        for (int i = 0; i < texts.Length; i++)
        {
            places[i] = Address(textsAt);
            textsAt += Encoding.ASCII.GetBytes(texts[i], info[textsAt..]) + 1;
        }

        Put(info, 0, HasMemory | HasCommandLine | HasModules | HasMap | HasLoaderName);
        Put(info, 4, (uint)(BootLayout.LowRamEnd >> 10));

        // From 1 MiB up to the first hole, in KiB.
        Put(info, 8, (uint)(Math.Max(GuestRamAccess.LowEnd(ram), BootLayout.Kernel) - BootLayout.Kernel >> 10));
        Put(info, 16, places[0]);
        Put(info, 20, (uint)modules.Length);
        Put(info, 24, Address(modulesAt));
        Put(info, 44, (uint)(map.Entries.Length * MapEntrySize));
        Put(info, 48, Address(mapAt));
        Put(info, 64, places[1]);
        WriteMap(info[mapAt..], map);
        for (int i = 0; i < modules.Length; i++)
        {
            Span<byte> entry = info[(modulesAt + (i * ModuleEntrySize))..];
            Put(entry, 0, (uint)modules[i].Start);
            Put(entry, 4, (uint)modules[i].End);
            Put(entry, 8, places[i + 2]);
        }
    }

    private static void WriteMap(Span<byte> bytes, MemoryMap map)
    {
        for (int i = 0; i < map.Entries.Length; i++)
        {
            // The size field does not count itself.
            Span<byte> entry = bytes[(i * MapEntrySize)..];
            Put(entry, 0, MapEntrySize - sizeof(uint));
            BinaryPrimitives.WriteUInt64LittleEndian(entry[4..], map.Entries[i].Range.Start);
            BinaryPrimitives.WriteUInt64LittleEndian(entry[12..], map.Entries[i].Range.Length);
            Put(entry, 20, (uint)map.Entries[i].Type);
        }
    }

    private static uint Address(int offset) => (uint)BootLayout.MultibootInfo + (uint)offset;

    private static void Put(Span<byte> bytes, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes[at..], value);
}
