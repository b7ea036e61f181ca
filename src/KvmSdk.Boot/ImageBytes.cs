namespace KvmSdk.Boot;

/// <summary>Bounds-checked reads of an image by offsets that come from the image itself and so may be anything.</summary>
internal static class ImageBytes
{
    /// <summary>Whether [offset, offset + length) lies in the image.</summary>
    public static bool Has(IImageReader image, ulong offset, ulong length)
    {
        ulong total = (ulong)image.Length;
        return length <= total && offset <= total - length;
    }

    /// <summary>Fills the destination from the image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="offset">Any value.</param>
    /// <param name="destination">Filled completely.</param>
    /// <param name="part">What stands there, for the message.</param>
    /// <exception cref="BootException">The image is too short.</exception>
    public static void Read(IImageReader image, ulong offset, Span<byte> destination, string part)
    {
        if (!Has(image, offset, (ulong)destination.Length))
        {
            throw Truncated(image, offset, (ulong)destination.Length, part);
        }

        image.Read((long)offset, destination);
    }

    /// <summary>The error for a part that reaches past the end of the file.</summary>
    public static BootException Truncated(IImageReader image, ulong offset, ulong length, string part) =>
        new(image.Name, $"{part} needs {length} bytes at offset 0x{offset:x} but the file has {image.Length}",
            "the file is truncated or damaged, so copy or build it again");
}
