using System.Buffers.Binary;
using System.Collections.Immutable;
using K4os.Compression.LZ4;

namespace KvmSdk.Boot.Payload;

/// <summary>
/// A kernel in an LZ4 legacy frame, unpacked one block at a time as it is asked for. The blocks do not depend on each other, so the 50 MiB of
/// a kernel need never be in memory at once; touching so much fresh memory would cost twice what the decoding does.
/// </summary>
/// <remarks>
/// LZ4 Frame Format Description, "Legacy frame": a magic number, then blocks of 8 MiB (unpacked; the last may be shorter), each behind its
/// 32-bit packed size. There is no end mark; here the number of blocks follows from the unpacked size.
/// </remarks>
internal sealed class Lz4Image : IMemoryBackedImage, IDisposable
{
    private const uint Magic = 0x184c_2102;
    private const int BlockSize = 8 << 20;
    private const string Format = "LZ4";

    private readonly IImageReader _file;
    private readonly ImmutableArray<(ulong Offset, int Size)> _blocks;
    private readonly NativeBuffer _packed;
    private readonly NativeBuffer _block;
    private int _current = -1;

    private Lz4Image(string name, IImageReader file, int length, ImmutableArray<(ulong Offset, int Size)> blocks)
    {
        Name = name;
        Length = length;
        _file = file;
        _blocks = blocks;
        _packed = new NativeBuffer(blocks.Max(static block => block.Size));
        _block = new NativeBuffer(Math.Min(BlockSize, length));
    }

    public string Name { get; }

    public long Length { get; }

    /// <summary>Finds the blocks; unpacks nothing yet.</summary>
    /// <param name="name">How messages name the kernel.</param>
    /// <param name="file">The file.</param>
    /// <param name="start">Offset of the frame.</param>
    /// <param name="end">Where the frame must have ended.</param>
    /// <param name="length">Bytes unpacked, at least 1.</param>
    /// <exception cref="BootException">The blocks run out of the frame, or are fewer than the length takes.</exception>
    public static Lz4Image Open(string name, IImageReader file, ulong start, ulong end, int length)
    {
        int count = ((length - 1) / BlockSize) + 1;
        ImmutableArray<(ulong, int)>.Builder blocks = ImmutableArray.CreateBuilder<(ulong, int)>(count);
        Span<byte> word = stackalloc byte[sizeof(uint)];
        // Each turn moves on by at least the four bytes of a size, so the walk ends.
        for (ulong at = start; blocks.Count < count;)
        {
            if (end - at < sizeof(uint))
            {
                throw PayloadError.Short(file.Name, Format, (long)blocks.Count * BlockSize, length);
            }

            file.Read((long)at, word);
            at += sizeof(uint);
            uint size = BinaryPrimitives.ReadUInt32LittleEndian(word);
            if (size == Magic)
            {
                continue; // The frame's start, or another frame behind it.
            }

            if (size == 0 || size > end - at || size > LZ4Codec.MaximumOutputSize(BlockSize))
            {
                throw PayloadError.Damaged(file.Name, Format, $"has a block of {size} bytes where {end - at} are left");
            }

            blocks.Add((at, (int)size));
            at += size;
        }

        return new Lz4Image(name, file, length, blocks.MoveToImmutable());
    }

    public void Read(long offset, Span<byte> destination) => MemoryBackedRead.Fill(this, offset, destination);

    public ReadOnlySpan<byte> View(long offset, int most)
    {
        (long block, long within) = Math.DivRem(offset, BlockSize);
        ReadOnlySpan<byte> bytes = Unpacked((int)block)[(int)within..];
        return bytes.Length <= most ? bytes : bytes[..most];
    }

    public void Dispose()
    {
        _packed.Dispose();
        _block.Dispose();
    }

    private Span<byte> Unpacked(int index)
    {
        Span<byte> block = _block.Span[..(int)Math.Min(BlockSize, Length - ((long)index * BlockSize))];
        if (index != _current)
        {
            _current = -1;
            (ulong offset, int size) = _blocks[index];
            Span<byte> packed = _packed.Span[..size];
            _file.Read((long)offset, packed);
            if (LZ4Codec.Decode(packed, block) != block.Length)
            {
                throw PayloadError.Damaged(_file.Name, Format, $"has a block that does not unpack to {block.Length} bytes");
            }

            _current = index;
        }

        return block;
    }
}
