using System.Buffers.Binary;
using System.Text;

namespace KvmSdk.Boot.Elf;

/// <summary>Finds sections of a 64-bit ELF file by name: where a program carries what is not code.</summary>
/// <remarks>System V ABI, chapter 4, "Sections"; field offsets as in linux/elf.h.</remarks>
public static class ElfSections
{
    private const int HeaderSize = 64;
    private const int SectionHeaderSize = 64;
    private const uint NoBits = 8;
    private const string Damaged = "the file is damaged, so copy or build it again";

    /// <summary>Every section that has bytes in the file, in file order.</summary>
    /// <param name="reader">The file.</param>
    /// <returns>Name, and where its bytes are: all within the file.</returns>
    /// <exception cref="BootException">The file is no 64-bit ELF file, or is inconsistent.</exception>
    public static IEnumerable<(string Name, ulong Offset, ulong Length)> Read(IImageReader reader)
    {
        byte[] header = new byte[HeaderSize];
        ImageBytes.Read(reader, 0, header, "the ELF header");
        if (!header.AsSpan().StartsWith("\u007fELF\u0002\u0001"u8))
        {
            throw new BootException(reader.Name, "it is not a 64-bit little-endian ELF file", "give a program for x86-64");
        }

        ulong table = BinaryPrimitives.ReadUInt64LittleEndian(header.AsSpan(40));
        int entrySize = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(58));
        int count = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(60));
        int names = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(62));
        if (count == 0)
        {
            yield break;
        }

        if (entrySize != SectionHeaderSize || names >= count)
        {
            throw new BootException(reader.Name, $"its {count} section headers of {entrySize} bytes, with names in section {names}, are impossible", Damaged);
        }

        byte[] headers = new byte[count * SectionHeaderSize];
        ImageBytes.Read(reader, table, headers, "the section header table");
        (ulong namesOffset, ulong namesLength) = Place(headers, names);
        byte[] texts = new byte[(int)Math.Min(namesLength, 1 << 20)];
        ImageBytes.Read(reader, namesOffset, texts, "the section names");
        for (int index = 1; index < count; index++)
        {
            uint name = BinaryPrimitives.ReadUInt32LittleEndian(headers.AsSpan(index * SectionHeaderSize));
            uint type = BinaryPrimitives.ReadUInt32LittleEndian(headers.AsSpan((index * SectionHeaderSize) + 4));
            (ulong offset, ulong length) = Place(headers, index);
            if (type == NoBits || name >= texts.Length)
            {
                continue;
            }

            ReadOnlySpan<byte> text = texts.AsSpan((int)name);
            int end = text.IndexOf((byte)0);
            string found = Encoding.UTF8.GetString(end < 0 ? text : text[..end]);
            if (!ImageBytes.Has(reader, offset, length))
            {
                throw ImageBytes.Truncated(reader, offset, length, $"section {found}");
            }

            yield return (found, offset, length);
        }
    }

    private static (ulong Offset, ulong Length) Place(byte[] headers, int index) =>
        (BinaryPrimitives.ReadUInt64LittleEndian(headers.AsSpan((index * SectionHeaderSize) + 24)),
            BinaryPrimitives.ReadUInt64LittleEndian(headers.AsSpan((index * SectionHeaderSize) + 32)));
}
