using System.Buffers.Binary;
using System.IO.Compression;
using K4os.Compression.LZ4;
using KvmSdk.Boot.Tests.Support;
using ZstdSharp;

namespace KvmSdk.Boot.Tests.Payload;

/// <summary>Payloads as the kernel's build makes them: packed, then (but for gzip) the unpacked size appended.</summary>
internal static class Packed
{
    // 1,000 calls to one address: made small only by the x86 branch filter. Packed by: xz --check=crc32 --x86 --lzma2=dict=1MiB
    private const string XzOfCalls = "/Td6WFoAAAFpIt42AgEEACEBEACLIW9J4BOHACRdAHQBPAATSGIFb+orB3ojwwllRGeuL6gODlIi4qqkQ5ZjEGoIAACjGR9JAAE8iCcAAADff54MPjANiwIAAAAAAVla";

    /// <summary>What <see cref="Xz"/> holds.</summary>
    public static byte[] Calls()
    {
        byte[] code = new byte[5000];
        for (int i = 0; i < 1000; i++)
        {
            code[i * 5] = 0xe8;
            BinaryPrimitives.WriteInt32LittleEndian(code.AsSpan((i * 5) + 1), 0x1_0000 - (5 * i));
        }

        return code;
    }

    public static byte[] Xz() => WithSize(Convert.FromBase64String(XzOfCalls), 5000);

    public static byte[] Gzip(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (GZipStream stream = new(packed, CompressionLevel.Optimal))
        {
            stream.Write(bytes);
        }

        return packed.ToArray();
    }

    public static byte[] Zstd(byte[] bytes)
    {
        using Compressor compressor = new();
        return WithSize(compressor.Wrap(bytes).ToArray(), bytes.Length);
    }

    public static byte[] Lz4(byte[] bytes)
    {
        using MemoryStream packed = new();
        packed.Write(BitConverter.GetBytes(0x184c2102));
        byte[] block = new byte[LZ4Codec.MaximumOutputSize(8 << 20)];
        foreach (byte[] chunk in bytes.Chunk(8 << 20))
        {
            int size = LZ4Codec.Encode(chunk, block);
            packed.Write(BitConverter.GetBytes(size));
            packed.Write(block.AsSpan(0, size));
        }

        return WithSize(packed.ToArray(), bytes.Length);
    }

    /// <summary>A bzImage around a payload.</summary>
    public static byte[] Image(byte[] payload, uint initSize = 0x20_0000) =>
        new BzImageBuilder { Kernel = [.. new byte[0x300], .. payload], Payload = (0x300, (uint)payload.Length), InitSize = initSize }.Build();

    private static byte[] WithSize(byte[] packed, int size) => [.. packed, .. BitConverter.GetBytes(size)];
}
