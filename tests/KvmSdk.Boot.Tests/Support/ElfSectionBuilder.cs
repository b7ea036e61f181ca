using System.Buffers.Binary;
using System.Text;

namespace KvmSdk.Boot.Tests.Support;

/// <summary>Writes a 64-bit ELF file with nothing but named sections, each on a page of its own.</summary>
internal static class ElfSectionBuilder
{
    private const int Page = 4096;
    private const int HeaderSize = 64;

    /// <summary>The file; its section header table is at the end.</summary>
    public static byte[] Build(params (string Name, byte[] Bytes)[] sections)
    {
        using MemoryStream file = new();
        file.Write(new byte[HeaderSize]);
        using MemoryStream names = new();
        names.WriteByte(0);
        List<byte[]> headers = [new byte[HeaderSize]];
        foreach ((string name, byte[] bytes) in sections)
        {
            file.SetLength((file.Length + Page - 1) / Page * Page);
            headers.Add(Header((int)names.Length, file.Length, bytes.Length));
            file.Position = file.Length;
            file.Write(bytes);
            names.Write(Encoding.UTF8.GetBytes(name + '\0'));
        }

        headers.Add(Header(0, file.Length, names.Length));
        file.Write(names.ToArray());
        byte[] image = [.. file.ToArray(), .. headers.SelectMany(static header => header)];
        "\u007fELF\u0002\u0001\u0001"u8.CopyTo(image);
        BinaryPrimitives.WriteUInt64LittleEndian(image.AsSpan(40), (ulong)file.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(58), HeaderSize);
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(60), (ushort)headers.Count);
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(62), (ushort)(headers.Count - 1));
        return image;
    }

    private static byte[] Header(int name, long offset, long length)
    {
        byte[] header = new byte[HeaderSize];
        BinaryPrimitives.WriteInt32LittleEndian(header, name);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), 1);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(24), offset);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(32), length);
        return header;
    }
}
