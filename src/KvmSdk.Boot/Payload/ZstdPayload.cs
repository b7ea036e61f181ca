using ZstdSharp;

namespace KvmSdk.Boot.Payload;

/// <summary>Zstandard: one frame, decoded in one go, so that even the kernel's largest window needs no memory beside the output.</summary>
internal static class ZstdPayload
{
    /// <summary>Unpacks the frame; it must fill the destination exactly.</summary>
    public static void Decode(ReadOnlySpan<byte> source, Span<byte> destination, string name)
    {
        using Decompressor decompressor = new();
        try
        {
            int produced = decompressor.Unwrap(source, destination);
            if (produced != destination.Length)
            {
                throw PayloadError.Short(name, "zstd", produced, destination.Length);
            }
        }
        catch (ZstdException error)
        {
            throw PayloadError.Damaged(name, "zstd", "cannot be decoded", error);
        }
    }
}
