namespace KvmSdk.Boot.Payload;

/// <summary>The formats' first bytes (boot protocol, payload_offset; lib/decompress.c names the same).</summary>
internal static class PayloadMagic
{
    /// <summary>Longest prefix looked at.</summary>
    public const int Length = 6;

    private static readonly (byte[] Magic, PayloadFormat Format)[] s_table =
    [
        ([0x7f, (byte)'E', (byte)'L', (byte)'F'], PayloadFormat.None),
        ([0x1f, 0x8b], PayloadFormat.Gzip),
        ([0x1f, 0x9e], PayloadFormat.Gzip),
        ("BZh"u8.ToArray(), PayloadFormat.Bzip2),
        ([0x5d, 0x00], PayloadFormat.Lzma),
        ([0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0], PayloadFormat.Xz),
        ([0x89, (byte)'L', (byte)'Z', (byte)'O'], PayloadFormat.Lzo),
        ([0x02, 0x21, 0x4c, 0x18], PayloadFormat.Lz4),
        ([0x28, 0xb5, 0x2f, 0xfd], PayloadFormat.Zstd),
    ];

    /// <summary>The format of a payload by its beginning.</summary>
    public static PayloadFormat Detect(ReadOnlySpan<byte> start)
    {
        foreach ((byte[] magic, PayloadFormat format) in s_table)
        {
            if (start.StartsWith(magic))
            {
                return format;
            }
        }

        return PayloadFormat.Unknown;
    }
}
