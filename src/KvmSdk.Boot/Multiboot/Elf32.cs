using System.Buffers.Binary;
using System.Collections.Immutable;

namespace KvmSdk.Boot.Multiboot;

/// <summary>Reads 32-bit x86 ELF executables: System V ABI, chapters 4 and 5; field offsets as in linux/elf.h.</summary>
internal static class Elf32
{
    private const int HeaderSize = 52;
    private const int ProgramHeaderSize = 32;
    private const int MaxProgramHeaders = 128;
    private const byte Class32 = 1;
    private const byte Class64 = 2;
    private const byte LittleEndian = 1;
    private const ushort TypeExecutable = 2;
    private const ushort MachineX86 = 3;
    private const uint Load = 1;

    /// <summary>The physical address of the entry, and what is to be loaded.</summary>
    /// <exception cref="BootException">The file is no such executable, or is truncated or inconsistent.</exception>
    public static (uint Entry, ImmutableArray<MultibootSegment> Segments) Read(IImageReader reader)
    {
        if (!Elf.Elf64Image.IsElf(reader))
        {
            throw new BootException(
                reader.Name, "it is no ELF file, and its Multiboot header has no addresses (flag bit 16)", "link it as 32-bit ELF, or give the header addresses");
        }

        Span<byte> header = stackalloc byte[HeaderSize];
        ImageBytes.Read(reader, 0, header, "the ELF header");
        CheckHeader(header, reader.Name);
        int count = BinaryPrimitives.ReadUInt16LittleEndian(header[44..]);
        if (count is 0 or > MaxProgramHeaders || BinaryPrimitives.ReadUInt16LittleEndian(header[42..]) != ProgramHeaderSize)
        {
            throw new BootException(
                reader.Name, $"it has {count} program headers, or headers of a foreign size (1 to {MaxProgramHeaders} of {ProgramHeaderSize} bytes are expected)",
                "use the linked executable, not an object file");
        }

        byte[] table = new byte[count * ProgramHeaderSize];
        ImageBytes.Read(reader, Word(header, 28), table, "the program header table");
        uint entry = Word(header, 24);
        uint? physicalEntry = null;
        ImmutableArray<MultibootSegment>.Builder segments = ImmutableArray.CreateBuilder<MultibootSegment>();
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> program = table.AsSpan(i * ProgramHeaderSize, ProgramHeaderSize);
            if (Word(program, 0) != Load || Word(program, 20) == 0)
            {
                continue;
            }

            MultibootSegment segment = Segment(program, reader, segments);
            segments.Add(segment);

            // The entry is a virtual address; a kernel in the upper half is entered where it is loaded all the same.
            uint fromStart = entry - Word(program, 8);
            if (entry >= Word(program, 8) && fromStart < segment.Range.Length)
            {
                physicalEntry ??= (uint)segment.Range.Start + fromStart;
            }
        }

        return segments.Count > 0
            ? (physicalEntry ?? entry, segments.ToImmutable())
            : throw new BootException(reader.Name, "it has nothing to load", "use the linked executable, not an object file");
    }

    private static MultibootSegment Segment(ReadOnlySpan<byte> program, IImageReader reader, IEnumerable<MultibootSegment> before)
    {
        uint offset = Word(program, 4);
        uint address = Word(program, 12);
        uint fileSize = Word(program, 16);
        uint memorySize = Word(program, 20);
        if (fileSize > memorySize || address + (ulong)memorySize > BootLayout.HighRam)
        {
            throw new BootException(
                reader.Name, $"a segment at 0x{address:x} of 0x{memorySize:x} bytes holds 0x{fileSize:x} bytes of the file, or ends above 4 GiB", "link it for addresses below 4 GiB");
        }

        if (!ImageBytes.Has(reader, offset, fileSize))
        {
            throw ImageBytes.Truncated(reader, offset, fileSize, "a segment");
        }

        RamRange range = new(address, memorySize);
        return before.Any(other => other.Range.Overlaps(range))
            ? throw new BootException(reader.Name, $"two of its segments overlap at {range}", "check the linker script")
            : new(offset, fileSize, range);
    }

    private static void CheckHeader(ReadOnlySpan<byte> header, string name)
    {
        if (header[4] == Class64)
        {
            throw new BootException(
                name, "it is a 64-bit ELF file, which Multiboot 1 does not load", "link it as 32-bit ELF (objcopy -O elf32-i386), or boot it by [LinuxKernel], which takes PVH kernels");
        }

        ushort type = BinaryPrimitives.ReadUInt16LittleEndian(header[16..]);
        ushort machine = BinaryPrimitives.ReadUInt16LittleEndian(header[18..]);
        if (header[4] != Class32 || header[5] != LittleEndian || type != TypeExecutable || machine != MachineX86)
        {
            throw new BootException(name, $"it is an ELF file of type {type} for machine {machine}, and not a linked program for 32-bit x86 (2, 3)", "link it with ld -m elf_i386, and not as a shared object");
        }
    }

    private static uint Word(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}
