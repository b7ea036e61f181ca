using System.Buffers.Binary;

namespace KvmSdk.Boot.Tests.Multiboot;

/// <summary>Builds small Multiboot kernels, written from the specification; every field can then be spoiled by offset.</summary>
internal static class MultibootBuilder
{
    public const int HeaderAt = 0x100;
    public const uint LoadAddress = 0x10_0000;

    private const uint Magic = 0x1BAD_B002;

    /// <summary>A header: magic number, flags, checksum, and the addresses where given.</summary>
    public static byte[] Header(uint flags, params uint[] addresses)
    {
        byte[] header = new byte[12 + (4 * addresses.Length)];
        Put(header, 0, Magic);
        Put(header, 4, flags);
        Put(header, 8, unchecked(0 - Magic - flags));
        for (int i = 0; i < addresses.Length; i++)
        {
            Put(header, 12 + (4 * i), addresses[i]);
        }

        return header;
    }

    /// <summary>A file of 0x400 numbered bytes with a header of addresses at <see cref="HeaderAt"/>: loaded from 0x80 on, without its last 0x80, and 0x200 zeros behind.</summary>
    public static byte[] Addressed(uint flags = 0x1_0003)
    {
        byte[] file = Numbered(0x400);
        Header(flags, LoadAddress + 0x80, LoadAddress, LoadAddress + 0x300, LoadAddress + 0x500, LoadAddress + 0x10).CopyTo(file, HeaderAt);
        return file;
    }

    /// <summary>
    /// A 32-bit ELF file: two segments, the first at 1 MiB with the Multiboot header, linked for the upper half; the second at 1 MiB + 0x2000, with 0x100 bytes in
    /// the file and 0x1000 in memory.
    /// </summary>
    public static byte[] Elf(uint flags = 0x3)
    {
        byte[] file = Numbered(0x400);
        file.AsSpan(0, 0x100).Clear();
        byte[] magic = [0x7F, (byte)'E', (byte)'L', (byte)'F', 1, 1, 1];
        magic.CopyTo(file, 0);
        Put16(file, 16, 2);
        Put16(file, 18, 3);
        Put(file, 20, 1);
        Put(file, 24, 0xC010_0010);
        Put(file, 28, 52);
        Put16(file, 40, 52);
        Put16(file, 42, 32);
        Put16(file, 44, 2);
        Program(file, 0, offset: 0x100, virtualAddress: 0xC010_0000, physical: LoadAddress, fileSize: 0x200, memorySize: 0x200);
        Program(file, 1, offset: 0x300, virtualAddress: 0xC010_2000, physical: LoadAddress + 0x2000, fileSize: 0x100, memorySize: 0x1000);
        Header(flags).CopyTo(file, HeaderAt);
        return file;
    }

    public static int ProgramHeader(int index, int field) => 52 + (32 * index) + field;

    public static void Put(Span<byte> bytes, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes[at..], value);

    public static void Put16(Span<byte> bytes, int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(bytes[at..], value);

    private static byte[] Numbered(int length) => [.. Enumerable.Range(0, length).Select(static i => (byte)((i * 7) + (i >> 8) + 1))];

    private static void Program(byte[] file, int index, uint offset, uint virtualAddress, uint physical, uint fileSize, uint memorySize)
    {
        Put(file, ProgramHeader(index, 0), 1);
        Put(file, ProgramHeader(index, 4), offset);
        Put(file, ProgramHeader(index, 8), virtualAddress);
        Put(file, ProgramHeader(index, 12), physical);
        Put(file, ProgramHeader(index, 16), fileSize);
        Put(file, ProgramHeader(index, 20), memorySize);
        Put(file, ProgramHeader(index, 28), 4096);
    }
}
