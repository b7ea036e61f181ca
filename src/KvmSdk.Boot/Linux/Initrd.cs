namespace KvmSdk.Boot.Linux;

/// <summary>
/// Places the initial RAM disk: page-aligned and as high as the kernel allows, so that it stays clear of a kernel that grows while it
/// unpacks itself.
/// </summary>
internal static class Initrd
{
    private const ulong Page = 4096;
    private const ulong MiB = 1UL << 20;

    /// <summary>Copies the image to RAM.</summary>
    /// <param name="ram">Guest RAM.</param>
    /// <param name="image">The initial RAM disk.</param>
    /// <param name="kernelEnd">One past the last byte the kernel needs.</param>
    /// <param name="addressMax">Highest address a byte of it may have.</param>
    /// <returns>Where it is.</returns>
    public static RamRange Load(IGuestRam ram, IImageReader image, ulong kernelEnd, ulong addressMax)
    {
        RamRange range = Place(GuestRamAccess.LowEnd(ram), image, kernelEnd, addressMax);
        GuestRamAccess.CopyImage(ram, range.Start, image, 0, range.Length, "the initial RAM disk");
        return range;
    }

    private static RamRange Place(ulong ramEnd, IImageReader image, ulong kernelEnd, ulong addressMax)
    {
        ulong length = (ulong)image.Length;
        if (length == 0)
        {
            throw new BootException(image.Name, "the initial RAM disk is empty", "give a cpio archive, or no initial RAM disk");
        }

        ulong top = Math.Min(ramEnd, addressMax + 1);
        ulong start = top >= length ? (top - length) & ~(Page - 1) : 0;
        ulong first = (kernelEnd + Page - 1) & ~(Page - 1);
        if (start >= first)
        {
            return new RamRange(start, length);
        }

        ulong needed = (first + ((length + Page - 1) & ~(Page - 1)) + MiB - 1) / MiB;
        bool moreHelps = needed * MiB <= Math.Min(addressMax + 1, BootLayout.DeviceHole);
        throw new BootException(image.Name,
            $"the initial RAM disk of {length} bytes does not fit between the kernel's end at 0x{first:x} and 0x{top:x}",
            moreHelps ? $"give the machine at least {needed} MiB of memory" : "make the initial RAM disk smaller");
    }
}
