using System.Collections.Immutable;

namespace KvmSdk.Boot.Multiboot;

/// <summary>
/// A Multiboot kernel, checked: whatever <see cref="Parse"/> returns can be loaded without asking the file anything more about its structure. It is
/// a 32-bit ELF executable, or any file whose header says itself what goes where.
/// </summary>
public sealed class MultibootImage
{
    private MultibootImage(IImageReader reader, uint entry, ImmutableArray<MultibootSegment> segments)
    {
        Reader = reader;
        Entry = entry;
        Segments = segments;
    }

    /// <summary>The file.</summary>
    public IImageReader Reader { get; }

    /// <summary>Physical address of the first instruction, inside a segment.</summary>
    public uint Entry { get; }

    /// <summary>What is to be loaded, in file order; neither empty nor overlapping.</summary>
    public ImmutableArray<MultibootSegment> Segments { get; }

    /// <summary>One past the highest physical address any segment fills.</summary>
    public ulong End => Segments.Max(static segment => segment.Range.End);

    /// <summary>Reads and checks the headers; loads nothing.</summary>
    /// <exception cref="BootException">The file is no Multiboot kernel, or is truncated or inconsistent.</exception>
    public static MultibootImage Parse(IImageReader reader)
    {
        MultibootHeader header = MultibootHeader.Find(reader);
        (uint entry, ImmutableArray<MultibootSegment> segments) = header.IsAddressed ? Addressed(reader, header) : Elf32.Read(reader);
        return segments.Any(segment => segment.Range.Contains(entry, 1))
            ? new(reader, entry, segments)
            : throw new BootException(reader.Name, $"its entry 0x{entry:x} lies in nothing that is loaded", "check the linker script (ENTRY), or entry_addr of the header");
    }

    /// <summary>Section 3.1.3: the header's own addresses, for files that are no ELF ("a.out kludge").</summary>
    private static (uint Entry, ImmutableArray<MultibootSegment> Segments) Addressed(IImageReader reader, in MultibootHeader header)
    {
        // What lies before the header in memory lies before it in the file.
        long offset = header.Offset - ((long)header.HeaderAddress - header.LoadAddress);
        if (header.LoadAddress > header.HeaderAddress || offset < 0)
        {
            throw Inconsistent(reader, $"load_addr 0x{header.LoadAddress:x} and header_addr 0x{header.HeaderAddress:x} put the file's beginning where there is none");
        }

        ulong length = header.LoadEndAddress == 0 ? (ulong)(reader.Length - offset) : (ulong)header.LoadEndAddress - header.LoadAddress;
        if (header.LoadEndAddress != 0 && header.LoadEndAddress < header.LoadAddress)
        {
            throw Inconsistent(reader, $"load_end_addr 0x{header.LoadEndAddress:x} is below load_addr 0x{header.LoadAddress:x}");
        }

        if (!ImageBytes.Has(reader, (ulong)offset, length))
        {
            throw ImageBytes.Truncated(reader, (ulong)offset, length, "what its Multiboot header loads");
        }

        ulong size = header.BssEndAddress == 0 ? length : (ulong)header.BssEndAddress - header.LoadAddress;
        if (header.BssEndAddress != 0 && (header.BssEndAddress < header.LoadAddress || size < length))
        {
            throw Inconsistent(reader, $"bss_end_addr 0x{header.BssEndAddress:x} is below the end of what is loaded");
        }

        if (size == 0 || header.LoadAddress + size > BootLayout.HighRam)
        {
            throw Inconsistent(reader, size == 0 ? "nothing is loaded" : $"what is loaded at 0x{header.LoadAddress:x} ends above 4 GiB");
        }

        return (header.EntryAddress, [new((ulong)offset, length, new(header.LoadAddress, size))]);
    }

    private static BootException Inconsistent(IImageReader reader, string what) =>
        new(reader.Name, $"its Multiboot header is inconsistent: {what}", "correct the header's addresses (section 3.1.3 of the specification)");
}
