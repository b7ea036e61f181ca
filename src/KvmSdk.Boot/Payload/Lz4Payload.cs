using System.Buffers.Binary;
using K4os.Compression.LZ4;

namespace KvmSdk.Boot.Payload;

/// <summary>
/// The LZ4 legacy frame: a magic number, then blocks of at most 8 MiB (unpacked), each behind its 32-bit packed size. There is no end mark; the
/// end of input, here the known output size, ends it.
/// </summary>
/// <remarks>LZ4 Frame Format Description, "Legacy frame".</remarks>
internal static class Lz4Payload
{
    private const uint Magic = 0x184c_2102;
    private const int BlockSize = 8 << 20;

    /// <summary>Unpacks until the destination is full. Each turn of the loop uses up input, so it ends.</summary>
    public static void Decode(ReadOnlySpan<byte> source, Span<byte> destination, string name)
    {
        int total = destination.Length;
        while (!destination.IsEmpty)
        {
            if (source.Length < sizeof(uint))
            {
                throw PayloadError.Short(name, "LZ4", total - destination.Length, total);
            }

            uint size = BinaryPrimitives.ReadUInt32LittleEndian(source);
            source = source[sizeof(uint)..];
            if (size == Magic)
            {
                continue; // The frame's start, or another frame behind it.
            }

            if (size > (uint)source.Length)
            {
                throw PayloadError.Damaged(name, "LZ4", $"has a block of {size} bytes where {source.Length} are left");
            }

            int produced = LZ4Codec.Decode(source[..(int)size], destination[..Math.Min(BlockSize, destination.Length)]);
            if (produced <= 0)
            {
                throw PayloadError.Damaged(name, "LZ4", "has a block that cannot be decoded");
            }

            source = source[(int)size..];
            destination = destination[produced..];
        }
    }
}
