namespace KvmSdk.Boot;

/// <summary>
/// An image whose bytes can be looked at without reading: a copy can then skip pages of zeros, of which an unpacked kernel is one third
/// (its .bss is in the file), and leave the guest's memory unbacked there.
/// </summary>
internal interface IMemoryBackedImage : IImageReader
{
    /// <summary>A view of [offset, offset + length), which lies in the image.</summary>
    ReadOnlySpan<byte> View(long offset, int length);
}
