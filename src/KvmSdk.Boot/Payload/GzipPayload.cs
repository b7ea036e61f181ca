using System.IO.Compression;

namespace KvmSdk.Boot.Payload;

/// <summary>gzip, whose own trailer ends in the size that other formats get appended.</summary>
internal static class GzipPayload
{
    /// <summary>Unpacks until the destination is full and the stream has ended.</summary>
    public static void Decode(Stream source, Span<byte> destination, string name)
    {
        using GZipStream stream = new(source, CompressionMode.Decompress);
        try
        {
            int produced = stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
            Span<byte> more = stackalloc byte[1];
            if (produced != destination.Length || stream.Read(more) != 0)
            {
                throw PayloadError.Short(name, "gzip", produced, destination.Length);
            }
        }
        catch (InvalidDataException error)
        {
            throw PayloadError.Damaged(name, "gzip", "cannot be decoded", error);
        }
    }
}
