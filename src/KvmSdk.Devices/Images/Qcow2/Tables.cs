using System.Buffers.Binary;
using KvmSdk.Devices.Memory;

namespace KvmSdk.Devices.Images.Qcow2;

/// <summary>Reads whole tables of 8-byte entries, at start.</summary>
internal static class TableReader
{
    /// <summary>Reads a table into the processor's byte order.</summary>
    /// <exception cref="Qcow2Exception">It cannot be read.</exception>
    public static ulong[] Read(IImageFile file, string name, ulong offset, int entries)
    {
        ulong[] table = new ulong[entries];
        PinnedBytes buffer = new(64 * 1024);
        for (int done = 0; done < entries;)
        {
            int count = Math.Min(entries - done, buffer.Length / 8);
            ImageResult result = buffer.ReadFrom(file, offset + ((ulong)done * 8), 0, count * 8);
            if (result != ImageResult.Ok) throw new Qcow2Exception($"its {name} at 0x{offset:x} cannot be read (error {(int)result})", "check the host's storage");
            for (int i = 0; i < count; i++) table[done + i] = BinaryPrimitives.ReadUInt64BigEndian(buffer.Span[(i * 8)..]);
            done += count;
        }

        return table;
    }
}

/// <summary>Writes parts of tables of 8-byte entries.</summary>
[HotPath]
internal static unsafe class TableWriter
{
    private const int Most = 512;

    /// <summary>Writes the entries from <paramref name="from"/> to before <paramref name="to"/>.</summary>
    public static ImageResult Write(IImageFile file, ulong offset, ReadOnlySpan<ulong> table, int from, int to)
    {
        byte* bytes = stackalloc byte[Most * 8];
        while (from < to)
        {
            int count = Math.Min(to - from, Most);
            for (int i = 0; i < count; i++) BinaryPrimitives.WriteUInt64BigEndian(new Span<byte>(bytes + (i * 8), 8), table[from + i]);
            IoVector piece = new(bytes, (nuint)count * 8);
            ImageResult result = file.Write(offset + ((ulong)from * 8), new ReadOnlySpan<IoVector>(in piece));
            if (result != ImageResult.Ok) return result;
            from += count;
        }

        return ImageResult.Ok;
    }
}
