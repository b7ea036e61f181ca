namespace KvmSdk.Boot;

/// <summary>
/// Writes to guest RAM by checked address. Long copies go in pieces, because a span holds less than 2 GiB and an image may be larger.
/// </summary>
internal static class GuestRamAccess
{
    private const ulong Piece = 64UL << 20;
    private const ulong Page = 4096;
    private const ulong MiB = 1UL << 20;

    /// <summary>Whether the range lies in one range of RAM.</summary>
    public static bool Has(IGuestRam ram, ulong start, ulong length)
    {
        foreach (RamRange range in ram.Ranges)
        {
            if (range.Contains(start, length))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Where RAM that starts at address 0 ends.</summary>
    public static ulong LowEnd(IGuestRam ram) => ram.Ranges is [{ Start: 0 } first, ..] ? first.End : 0;

    /// <summary>Throws unless the range is RAM, naming the MiB the machine would need.</summary>
    public static void Require(IGuestRam ram, ulong start, ulong length, string where, string part)
    {
        if (!Has(ram, start, length))
        {
            throw TooSmall(ram, start, length, where, part);
        }
    }

    /// <summary>The error for a range outside RAM.</summary>
    public static BootException TooSmall(IGuestRam ram, ulong start, ulong length, string where, string part)
    {
        ulong have = LowEnd(ram) / MiB;
        bool sensible = length <= ulong.MaxValue - start && start + length <= BootLayout.DeviceHole;
        string place = length <= ulong.MaxValue - start ? $"needs guest RAM {new RamRange(start, length)}" : $"lies at 0x{start:x} and is 0x{length:x} bytes long";
        return sensible
            ? new BootException(where, $"{part} {place} but the machine's low RAM ends at {have} MiB",
                $"give the machine at least {(start + length + MiB - 1) / MiB} MiB of memory")
            : new BootException(where, $"{part} {place}, which no amount of memory makes RAM below the device hole at 0x{BootLayout.DeviceHole:x}",
                "link or build the image for a lower physical address");
    }

    /// <summary>A span over bytes that were required before.</summary>
    public static Span<byte> Span(IGuestRam ram, ulong address, ulong length, string where)
    {
        if (!ram.TryGetSpan(address, length, out Span<byte> span))
        {
            throw TooSmall(ram, address, length, where, "a boot structure");
        }

        return span;
    }

    /// <summary>Brings part of an image to RAM: its own pages where they can be had, the rest read straight into the guest's memory.</summary>
    public static void CopyImage(IGuestRam ram, ulong address, IImageReader image, ulong offset, ulong length, string part)
    {
        if (!ImageBytes.Has(image, offset, length))
        {
            throw ImageBytes.Truncated(image, offset, length, part);
        }

        Require(ram, address, length, image.Name, part);
        ulong mapped = ram.MapImage(address, image, offset, length);
        address += mapped;
        offset += mapped;
        length -= mapped;
        if (image is IMemoryBackedImage memory)
        {
            CopySparse(ram, address, memory, offset, length);
            return;
        }

        for (ulong done = 0; done < length;)
        {
            ulong piece = Math.Min(Piece, length - done);
            image.Read((long)(offset + done), Span(ram, address + done, piece, image.Name));
            done += piece;
        }
    }

    /// <summary>
    /// Makes a range zero. It is read first and written only where it is not zero yet: fresh memory then stays unbacked by the host, and a
    /// large .bss costs no resident page.
    /// </summary>
    public static void Zero(IGuestRam ram, ulong address, ulong length, string where)
    {
        for (ulong done = 0; done < length;)
        {
            ulong piece = PieceOfPage(address, length, done);
            ClearUnlessZero(Span(ram, address + done, piece, where));
            done += piece;
        }
    }

    private static void CopySparse(IGuestRam ram, ulong address, IMemoryBackedImage image, ulong offset, ulong length)
    {
        for (ulong done = 0; done < length;)
        {
            ReadOnlySpan<byte> source = image.View((long)(offset + done), (int)PieceOfPage(address, length, done));
            Span<byte> destination = Span(ram, address + done, (ulong)source.Length, image.Name);
            if (source.ContainsAnyExcept((byte)0))
            {
                source.CopyTo(destination);
            }
            else
            {
                ClearUnlessZero(destination);
            }

            done += (ulong)source.Length;
        }
    }

    private static ulong PieceOfPage(ulong address, ulong length, ulong done) => Math.Min(Page - ((address + done) & (Page - 1)), length - done);

    private static void ClearUnlessZero(Span<byte> span)
    {
        if (span.ContainsAnyExcept((byte)0))
        {
            span.Clear();
        }
    }
}
