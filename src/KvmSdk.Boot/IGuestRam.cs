namespace KvmSdk.Boot;

/// <summary>
/// Guest RAM as the boot code sees it: where it is and a span over any part of one range. The monitor implements it over its mapping, a test
/// over an array, so this layer never learns how memory is owned.
/// </summary>
public interface IGuestRam
{
    /// <summary>The ranges, ascending, not overlapping; the first starts at 0. Memory above the device hole is a range of its own.</summary>
    ReadOnlySpan<RamRange> Ranges { get; }

    /// <summary>Gives [address, address + length) if it lies in one range; must not overflow for any values.</summary>
    /// <param name="guestPhysicalAddress">First byte.</param>
    /// <param name="length">Bytes, at most <see cref="int.MaxValue"/>.</param>
    /// <param name="span">The bytes, writable.</param>
    /// <returns>False if any byte is not RAM.</returns>
    bool TryGetSpan(ulong guestPhysicalAddress, ulong length, out Span<byte> span);

    /// <summary>Puts an image's own pages in RAM's place, if they can be had without a copy; the guest's writes stay its own.</summary>
    /// <param name="guestPhysicalAddress">First byte, in RAM with all that follow.</param>
    /// <param name="image">The image.</param>
    /// <param name="offset">The image's first byte.</param>
    /// <param name="length">Bytes wanted.</param>
    /// <returns>How many bytes from the first one on are the image's now: whole pages, or 0.</returns>
    ulong MapImage(ulong guestPhysicalAddress, IImageReader image, ulong offset, ulong length) => 0;
}
