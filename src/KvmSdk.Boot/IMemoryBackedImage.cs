namespace KvmSdk.Boot;

/// <summary>
/// An image whose bytes can be looked at without reading: a copy can then skip pages of zeros, of which an unpacked kernel is one third
/// (its .bss is in the file), and leave the guest's memory unbacked there.
/// </summary>
internal interface IMemoryBackedImage : IImageReader
{
    /// <summary>A view of the bytes from an offset on, valid until the next call.</summary>
    /// <param name="offset">Within the image.</param>
    /// <param name="most">Bytes wanted, at least 1, all within the image.</param>
    /// <returns>Between 1 and <paramref name="most"/> bytes.</returns>
    ReadOnlySpan<byte> View(long offset, int most);
}
