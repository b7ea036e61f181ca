using System.Buffers.Binary;
using System.Collections.Immutable;

namespace KvmSdk.Boot.Elf;

/// <summary>
/// An x86-64 ELF executable, checked: whatever <see cref="Parse"/> returns can be loaded without asking the file anything more about its
/// structure. A kernel's vmlinux, a unikernel and a linked bare-metal program all come in this form.
/// </summary>
/// <remarks>System V ABI, chapters 4 and 5; field offsets as in linux/elf.h.</remarks>
public sealed class Elf64Image
{
    private const int HeaderSize = 64;
    private const int MaxProgramHeaders = 128;
    private const byte Class64 = 2;
    private const byte LittleEndian = 1;
    private const ushort TypeExecutable = 2;
    private const ushort TypeShared = 3;
    private const ushort MachineX64 = 62;
    private const string Damaged = "the file is damaged, so copy or build it again";

    private Elf64Image(IImageReader reader, ulong entry, uint? pvhEntry, ImmutableArray<ElfSegment> segments)
    {
        Reader = reader;
        Entry = entry;
        PvhEntry = pvhEntry;
        Segments = segments;
    }

    /// <summary>The file.</summary>
    public IImageReader Reader { get; }

    /// <summary>Physical address of the 64-bit entry point.</summary>
    public ulong Entry { get; }

    /// <summary>Physical address of the 32-bit PVH entry point; null if the image has no such note.</summary>
    public uint? PvhEntry { get; }

    /// <summary>What is to be loaded, in file order; neither empty nor overlapping.</summary>
    public ImmutableArray<ElfSegment> Segments { get; }

    /// <summary>One past the highest physical address any segment fills.</summary>
    public ulong End => Segments.Max(static segment => segment.Range.End);

    /// <summary>Whether the image begins with ELF's magic number.</summary>
    public static bool IsElf(IImageReader reader)
    {
        Span<byte> magic = stackalloc byte[4];
        if (!ImageBytes.Has(reader, 0, 4))
        {
            return false;
        }

        reader.Read(0, magic);
        return magic.SequenceEqual("\u007fELF"u8);
    }

    /// <summary>Reads and checks the headers and notes; loads nothing.</summary>
    /// <exception cref="BootException">The file is no x86-64 executable, or is truncated or inconsistent.</exception>
    public static Elf64Image Parse(IImageReader reader)
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        ImageBytes.Read(reader, 0, header, "the ELF header");
        CheckHeader(header, reader.Name);

        int count = BinaryPrimitives.ReadUInt16LittleEndian(header[56..]);
        ulong table = BinaryPrimitives.ReadUInt64LittleEndian(header[32..]);
        if (count is 0 or > MaxProgramHeaders || BinaryPrimitives.ReadUInt16LittleEndian(header[54..]) != ElfProgramHeader.SizeInBytes)
        {
            throw new BootException(reader.Name, $"it has {count} program headers, or headers of a foreign size (1 to {MaxProgramHeaders} of 56 bytes are expected)",
                "use the linked executable, not an object file");
        }

        byte[] headers = new byte[count * ElfProgramHeader.SizeInBytes];
        ImageBytes.Read(reader, table, headers, "the program header table");

        ImmutableArray<ElfSegment>.Builder segments = ImmutableArray.CreateBuilder<ElfSegment>();
        uint? pvhEntry = null;
        for (int i = 0; i < count; i++)
        {
            ElfProgramHeader program = new(headers.AsSpan(i * ElfProgramHeader.SizeInBytes));
            if (program.Type == ElfProgramHeader.Load && program.MemorySize != 0)
            {
                segments.Add(Segment(program, reader, segments));
            }
            else if (program.Type == ElfProgramHeader.Note)
            {
                pvhEntry ??= PvhNote(program, reader);
            }
        }

        ulong entry = PhysicalEntry(BinaryPrimitives.ReadUInt64LittleEndian(header[24..]), segments, reader.Name);
        if (pvhEntry is { } pvh && !segments.Any(segment => segment.Range.Contains(pvh, 1)))
        {
            throw new BootException(reader.Name, $"its PVH entry 0x{pvh:x} lies in no loaded segment", Damaged);
        }

        return new Elf64Image(reader, entry, pvhEntry, segments.ToImmutable());
    }

    private static void CheckHeader(ReadOnlySpan<byte> header, string name)
    {
        if (!header.StartsWith("\u007fELF"u8))
        {
            throw new BootException(name, "it is not an ELF file", "give an x86-64 vmlinux or another linked ELF executable");
        }

        if (header[4] != Class64 || header[5] != LittleEndian)
        {
            throw new BootException(name, $"its ELF class {header[4]} and data encoding {header[5]} are not 64-bit little-endian (2, 1)",
                "build the guest for x86-64");
        }

        ushort machine = BinaryPrimitives.ReadUInt16LittleEndian(header[18..]);
        if (machine != MachineX64)
        {
            throw new BootException(name, $"it is for ELF machine {machine}, not x86-64 ({MachineX64})", "build the guest for x86-64");
        }

        ushort type = BinaryPrimitives.ReadUInt16LittleEndian(header[16..]);
        if (type == TypeShared)
        {
            throw new BootException(name, "it is position-independent and would have to be relocated", "link the guest with -no-pie at a fixed address");
        }

        if (type != TypeExecutable)
        {
            throw new BootException(name, $"its ELF type is {type}, not an executable ({TypeExecutable})", "give the linked executable");
        }
    }

    private static ElfSegment Segment(ElfProgramHeader program, IImageReader reader, ImmutableArray<ElfSegment>.Builder earlier)
    {
        string part = $"segment {earlier.Count}";
        if (program.FileSize > program.MemorySize || program.PhysicalAddress > ulong.MaxValue - program.MemorySize)
        {
            throw new BootException(reader.Name,
                $"{part} has sizes 0x{program.FileSize:x} (file) and 0x{program.MemorySize:x} (memory) at 0x{program.PhysicalAddress:x}, which is impossible", Damaged);
        }

        if (!ImageBytes.Has(reader, program.Offset, program.FileSize))
        {
            throw ImageBytes.Truncated(reader, program.Offset, program.FileSize, part);
        }

        ElfSegment segment = new(program.Offset, program.FileSize, program.PhysicalAddress, program.VirtualAddress, program.MemorySize);
        foreach (ElfSegment other in earlier)
        {
            if (segment.Range.Overlaps(other.Range))
            {
                throw new BootException(reader.Name, $"{part} at {segment.Range} overlaps another at {other.Range}",
                    "correct the load addresses (AT) in the linker script");
            }
        }

        return segment;
    }

    private static uint? PvhNote(ElfProgramHeader program, IImageReader reader)
    {
        if (program.FileSize > ElfNotes.MaxBytes)
        {
            throw new BootException(reader.Name, $"a note segment of {program.FileSize} bytes is larger than the {ElfNotes.MaxBytes} any kernel has", Damaged);
        }

        byte[] notes = new byte[(int)program.FileSize];
        ImageBytes.Read(reader, program.Offset, notes, "a note segment");
        return ElfNotes.FindPvhEntry(notes, program.Align, reader.Name);
    }

    /// <summary>
    /// Linux's vmlinux gives e_entry as a physical address; a program linked high with a load address gives the virtual one. The former is
    /// tried first, since before the guest has page tables only physical addresses mean anything.
    /// </summary>
    private static ulong PhysicalEntry(ulong entry, ImmutableArray<ElfSegment>.Builder segments, string name)
    {
        foreach (ElfSegment segment in segments)
        {
            if (segment.Range.Contains(entry, 1))
            {
                return entry;
            }
        }

        foreach (ElfSegment segment in segments)
        {
            if (entry >= segment.VirtualAddress && entry - segment.VirtualAddress < segment.MemorySize)
            {
                return segment.PhysicalAddress + (entry - segment.VirtualAddress);
            }
        }

        throw new BootException(name, $"its entry point 0x{entry:x} lies in no loaded segment", "set the entry symbol in the linker script");
    }
}
