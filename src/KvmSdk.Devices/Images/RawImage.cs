using KvmSdk.Devices.Memory;

namespace KvmSdk.Devices.Images;

/// <summary>A raw image to read: the file's bytes are the disk's.</summary>
/// <param name="file">The file.</param>
[HotPath]
public sealed class RawImage(IImageFile file) : IImageSource
{
    /// <inheritdoc/>
    public ulong Length => file.Length;

    /// <inheritdoc/>
    public ImageResult Read(ulong offset, ReadOnlySpan<IoVector> pieces, ulong length) => file.Read(offset, pieces);

    /// <inheritdoc/>
    public bool TryReadAtOnce(ulong offset, ReadOnlySpan<IoVector> pieces, ulong length) =>
        offset + length <= file.Length && file.TryReadAtOnce(offset, pieces);
}
