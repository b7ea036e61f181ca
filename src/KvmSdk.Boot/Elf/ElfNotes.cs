using System.Buffers.Binary;

namespace KvmSdk.Boot.Elf;

/// <summary>
/// Looks through a PT_NOTE segment for Xen's PVH entry note. A loader elsewhere once looped for ever over a note whose sizes wrapped, so
/// each step here moves forward by at least the 12 bytes of a note header, in 64-bit sums of 32-bit sizes, which cannot wrap.
/// </summary>
internal static class ElfNotes
{
    /// <summary>A note segment larger than this is no kernel's.</summary>
    public const int MaxBytes = 64 * 1024;

    private const int HeaderSize = 12;
    private const uint XenPhys32Entry = 18;

    /// <summary>The physical 32-bit entry point of XEN_ELFNOTE_PHYS32_ENTRY (xen/interface/elfnote.h), or null if there is none.</summary>
    /// <param name="notes">The segment.</param>
    /// <param name="align">p_align: names and descriptors are padded to 8 if it says 8, otherwise to 4.</param>
    /// <param name="name">The image, for messages.</param>
    public static uint? FindPvhEntry(ReadOnlySpan<byte> notes, ulong align, string name)
    {
        ulong unit = align == 8 ? 8UL : 4UL;
        ulong at = 0;
        ulong length = (ulong)notes.Length;
        while (at + HeaderSize <= length)
        {
            ReadOnlySpan<byte> note = notes[(int)at..];
            ulong nameSize = BinaryPrimitives.ReadUInt32LittleEndian(note);
            ulong descriptorSize = BinaryPrimitives.ReadUInt32LittleEndian(note[4..]);
            uint type = BinaryPrimitives.ReadUInt32LittleEndian(note[8..]);
            ulong descriptor = Up(HeaderSize + nameSize, unit);
            if (descriptor + descriptorSize > length - at)
            {
                throw new BootException(name, $"an ELF note at offset 0x{at:x} of its segment reaches past the segment's end",
                    "the file is damaged, so copy or build it again");
            }

            if (type == XenPhys32Entry && note[HeaderSize..].StartsWith("Xen\0"u8) && nameSize == 4)
            {
                return Entry(note.Slice((int)descriptor, (int)descriptorSize), name);
            }

            at += Up(descriptor + descriptorSize, unit);
        }

        return null;
    }

    private static uint Entry(ReadOnlySpan<byte> descriptor, string name)
    {
        // Linux writes the note with the word size of the kernel, Xen's own documentation with 32 bits.
        ulong entry = descriptor.Length switch
        {
            4 => BinaryPrimitives.ReadUInt32LittleEndian(descriptor),
            8 => BinaryPrimitives.ReadUInt64LittleEndian(descriptor),
            _ => ulong.MaxValue,
        };
        return entry <= uint.MaxValue
            ? (uint)entry
            : throw new BootException(name, "its PVH entry note does not hold a 32-bit address", "rebuild the kernel, or boot it by its 64-bit entry");
    }

    private static ulong Up(ulong value, ulong unit) => (value + unit - 1) & ~(unit - 1);
}
