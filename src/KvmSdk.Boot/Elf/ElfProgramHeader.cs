using System.Buffers.Binary;

namespace KvmSdk.Boot.Elf;

/// <summary>One <c>Elf64_Phdr</c> as it stands in the file (linux/elf.h), nothing checked.</summary>
internal readonly struct ElfProgramHeader
{
    public const int SizeInBytes = 56;
    public const uint Load = 1;
    public const uint Note = 4;

    public ElfProgramHeader(ReadOnlySpan<byte> bytes)
    {
        Type = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        Offset = BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]);
        VirtualAddress = BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]);
        PhysicalAddress = BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]);
        FileSize = BinaryPrimitives.ReadUInt64LittleEndian(bytes[32..]);
        MemorySize = BinaryPrimitives.ReadUInt64LittleEndian(bytes[40..]);
        Align = BinaryPrimitives.ReadUInt64LittleEndian(bytes[48..]);
    }

    public uint Type { get; }

    public ulong Offset { get; }

    public ulong VirtualAddress { get; }

    public ulong PhysicalAddress { get; }

    public ulong FileSize { get; }

    public ulong MemorySize { get; }

    public ulong Align { get; }
}
