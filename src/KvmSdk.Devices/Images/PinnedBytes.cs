using System.Runtime.InteropServices;
using KvmSdk.Devices.Memory;

namespace KvmSdk.Devices.Images;

/// <summary>A buffer made once, whose address can be given to the kernel.</summary>
[HotPath]
internal sealed unsafe class PinnedBytes
{
    private readonly byte[] _bytes;

    /// <summary>Makes a buffer of so many bytes, whose contents are arbitrary: memory that is never used is never touched.</summary>
    public PinnedBytes(int length)
    {
        _bytes = GC.AllocateUninitializedArray<byte>(length, pinned: true);

        // SAFETY: the array is pinned for its whole life, and this object keeps it.
        Pointer = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_bytes, 0);
    }

    /// <summary>Address of the first byte.</summary>
    public byte* Pointer { get; }

    /// <summary>Bytes.</summary>
    public int Length => _bytes.Length;

    /// <summary>All bytes.</summary>
    public Span<byte> Span => _bytes;

    /// <summary>Reads a range of a file into it, from <paramref name="at"/> on.</summary>
    public ImageResult ReadFrom(IImageFile file, ulong offset, int at, int length)
    {
        IoVector piece = Piece(at, length);
        return file.Read(offset, new ReadOnlySpan<IoVector>(in piece));
    }

    /// <summary>Writes a part of it to a file.</summary>
    public ImageResult WriteTo(IImageFile file, ulong offset, int at, int length)
    {
        IoVector piece = Piece(at, length);
        return file.Write(offset, new ReadOnlySpan<IoVector>(in piece));
    }

    /// <summary>A part of it as a piece.</summary>
    public IoVector Piece(int at, int length)
    {
        Span<byte> part = _bytes.AsSpan(at, length);

        // SAFETY: the slice above checked that the part lies within the array.
        return new IoVector(Pointer + at, (nuint)part.Length);
    }
}
