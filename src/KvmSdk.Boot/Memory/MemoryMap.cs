using System.Collections.Immutable;

namespace KvmSdk.Boot.Memory;

/// <summary>
/// The memory map a guest is given: sorted and free of overlaps, so that no guest has to decide which of two lines about one address to
/// believe. Linux reads it as e820, PVH as <c>hvm_memmap_table_entry</c>; both are written from this one list.
/// </summary>
public sealed class MemoryMap
{
    /// <summary>Most entries a zero page holds (E820_MAX_ENTRIES_ZEROPAGE, asm/bootparam.h).</summary>
    public const int MaxEntries = 128;

    private MemoryMap(ImmutableArray<MemoryMapEntry> entries) => Entries = entries;

    /// <summary>The entries, ascending.</summary>
    public ImmutableArray<MemoryMapEntry> Entries { get; }

    /// <summary>All RAM usable, but for the firmware and ACPI area below 1 MiB, which is reserved.</summary>
    /// <param name="ram">Ranges of RAM, not overlapping.</param>
    /// <exception cref="BootException">There are more than <see cref="MaxEntries"/> ranges.</exception>
    public static MemoryMap ForRam(ReadOnlySpan<RamRange> ram)
    {
        MemoryMap map = new([]);
        foreach (RamRange range in ram)
        {
            map = map.With(range, MemoryType.Ram);
        }

        return map.With(new RamRange(BootLayout.LowRamEnd, BootLayout.Kernel - BootLayout.LowRamEnd), MemoryType.Reserved);
    }

    /// <summary>A map in which the range has the type, whatever it was before; what else a split entry covered stays.</summary>
    /// <param name="range">The range; an empty one changes nothing.</param>
    /// <param name="type">Its type.</param>
    /// <exception cref="BootException">The map would have more than <see cref="MaxEntries"/> entries.</exception>
    public MemoryMap With(RamRange range, MemoryType type)
    {
        if (range.Length == 0)
        {
            return this;
        }

        ImmutableArray<MemoryMapEntry>.Builder entries = ImmutableArray.CreateBuilder<MemoryMapEntry>(Entries.Length + 2);
        foreach (MemoryMapEntry entry in Entries)
        {
            AddRest(entries, entry, range);
        }

        entries.Add(new MemoryMapEntry(range, type));
        entries.Sort(static (a, b) => a.Range.Start.CompareTo(b.Range.Start));
        if (entries.Count > MaxEntries)
        {
            throw new BootException("memory map", $"{entries.Count} ranges do not fit the {MaxEntries} a kernel takes", "declare fewer memory regions");
        }

        return new MemoryMap(entries.ToImmutable());
    }

    private static void AddRest(ImmutableArray<MemoryMapEntry>.Builder entries, MemoryMapEntry entry, RamRange taken)
    {
        RamRange old = entry.Range;
        if (!old.Overlaps(taken))
        {
            entries.Add(entry);
            return;
        }

        if (old.Start < taken.Start)
        {
            entries.Add(entry with { Range = new RamRange(old.Start, taken.Start - old.Start) });
        }

        if (old.End > taken.End)
        {
            entries.Add(entry with { Range = new RamRange(taken.End, old.End - taken.End) });
        }
    }
}
