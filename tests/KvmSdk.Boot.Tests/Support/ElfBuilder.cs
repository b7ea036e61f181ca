using System.Buffers.Binary;

namespace KvmSdk.Boot.Tests.Support;

/// <summary>Builds small ELF64 executables; every header field can then be spoiled by offset.</summary>
internal sealed class ElfBuilder
{
    public const int PhysicalAddressField = 24;
    public const int FileSizeField = 32;
    public const int MemorySizeField = 40;

    private readonly List<(uint Type, ulong Physical, ulong Virtual, byte[] Bytes, ulong MemorySize, ulong Align)> _segments = [];

    public ulong Entry { get; init; } = 0x10_0000;

    public ElfBuilder Load(ulong physical, byte[] bytes, ulong? memorySize = null, ulong? virtualAddress = null)
    {
        _segments.Add((1, physical, virtualAddress ?? physical, bytes, memorySize ?? (ulong)bytes.Length, 4096));
        return this;
    }

    public ElfBuilder Note(byte[] bytes, ulong align = 4)
    {
        _segments.Add((4, 0, 0, bytes, (ulong)bytes.Length, align));
        return this;
    }

    /// <summary>A note with its padding.</summary>
    public static byte[] NoteBytes(string name, uint type, byte[] descriptor, int align = 4)
    {
        int nameSize = name.Length + 1;
        int descriptorAt = Up(12 + nameSize, align);
        byte[] note = new byte[Up(descriptorAt + descriptor.Length, align)];
        BinaryPrimitives.WriteInt32LittleEndian(note, nameSize);
        BinaryPrimitives.WriteInt32LittleEndian(note.AsSpan(4), descriptor.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(note.AsSpan(8), type);
        System.Text.Encoding.ASCII.GetBytes(name, note.AsSpan(12));
        descriptor.CopyTo(note, descriptorAt);
        return note;
    }

    /// <summary>The PVH entry note as Linux writes it (64-bit descriptor) or as Xen documents it (32-bit).</summary>
    public static byte[] PvhNote(ulong entry, bool wide = true) =>
        NoteBytes("Xen", 18, wide ? BitConverter.GetBytes(entry) : BitConverter.GetBytes((uint)entry));

    public static int ProgramHeader(int index, int field) => 64 + (index * 56) + field;

    public byte[] Build()
    {
        int data = 64 + (_segments.Count * 56);
        byte[] file = new byte[data + _segments.Sum(segment => segment.Bytes.Length)];
        byte[] header = [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1];
        header.CopyTo(file, 0);
        Put16(file, 16, 2);
        Put16(file, 18, 62);
        Put32(file, 20, 1);
        Put64(file, 24, Entry);
        Put64(file, 32, 64);
        Put16(file, 52, 64);
        Put16(file, 54, 56);
        Put16(file, 56, (ushort)_segments.Count);
        for (int i = 0; i < _segments.Count; i++)
        {
            int at = ProgramHeader(i, 0);
            Put32(file, at, _segments[i].Type);
            Put64(file, at + 8, (ulong)data);
            Put64(file, at + 16, _segments[i].Virtual);
            Put64(file, at + PhysicalAddressField, _segments[i].Physical);
            Put64(file, at + FileSizeField, (ulong)_segments[i].Bytes.Length);
            Put64(file, at + MemorySizeField, _segments[i].MemorySize);
            Put64(file, at + 48, _segments[i].Align);
            _segments[i].Bytes.CopyTo(file, data);
            data += _segments[i].Bytes.Length;
        }

        return file;
    }

    public static void Put16(byte[] file, int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(at), value);

    public static void Put32(byte[] file, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at), value);

    public static void Put64(byte[] file, int at, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(at), value);

    private static int Up(int value, int align) => (value + align - 1) / align * align;
}
