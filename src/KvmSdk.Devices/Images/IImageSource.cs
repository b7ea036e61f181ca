using KvmSdk.Devices.Memory;

namespace KvmSdk.Devices.Images;

/// <summary>A disk's contents to read: what an image falls back on where it has none of its own.</summary>
[HotPath]
public interface IImageSource
{
    /// <summary>The disk's size in bytes.</summary>
    ulong Length { get; }

    /// <summary>Fills the pieces, <paramref name="length"/> bytes in all; what lies beyond the disk's end reads as zeros.</summary>
    ImageResult Read(ulong offset, ReadOnlySpan<IoVector> pieces, ulong length);

    /// <summary>As <see cref="Read"/>, but only if that needs no waiting for storage; false if it did nothing, or not all of it.</summary>
    bool TryReadAtOnce(ulong offset, ReadOnlySpan<IoVector> pieces, ulong length);
}
