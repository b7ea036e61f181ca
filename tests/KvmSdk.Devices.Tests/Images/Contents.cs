using System.IO.Compression;

namespace KvmSdk.Devices.Tests.Images;

/// <summary>What stands on disks: text, runs, repetitions, and noise.</summary>
internal static class Contents
{
    public static byte[] Pack(ReadOnlySpan<byte> bytes, CompressionLevel level)
    {
        using MemoryStream packed = new();
        using (DeflateStream stream = new(packed, level)) stream.Write(bytes);
        return packed.ToArray();
    }

    public static byte[] Mixture(Random random, int length)
    {
        byte[] bytes = new byte[length];
        for (int at = 0; at < length;)
        {
            Span<byte> part = bytes.AsSpan(at, Math.Min(random.Next(1, 3000), length - at));
            switch (random.Next(4))
            {
                case 0: random.NextBytes(part); break;
                case 1: part.Fill((byte)random.Next()); break;
                case 2: random.GetItems("etaoin shrdlu\n"u8, part); break;
                default: if (at > part.Length) bytes.AsSpan(random.Next(at - part.Length), part.Length).CopyTo(part); break;
            }

            at += part.Length;
        }

        return bytes;
    }
}
