using System.Collections.Immutable;
using KvmSdk.Boot.Memory;

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
    /// <param name="reserved">What it must not lie over.</param>
    /// <returns>Where it is.</returns>
    public static RamRange Load(IGuestRam ram, IImageReader image, ulong kernelEnd, ulong addressMax, ImmutableArray<ReservedMemory> reserved)
    {
        RamRange range = Place(GuestRamAccess.LowEnd(ram), image, kernelEnd, addressMax, reserved);
        GuestRamAccess.CopyImage(ram, range.Start, image, 0, range.Length, "the initial RAM disk");
        return range;
    }

    private static RamRange Place(ulong ramEnd, IImageReader image, ulong kernelEnd, ulong addressMax, ImmutableArray<ReservedMemory> reserved)
    {
        ulong length = (ulong)image.Length;
        if (length == 0)
        {
            throw new BootException(image.Name, "the initial RAM disk is empty", "give a cpio archive, or no initial RAM disk");
        }

        ulong top = Math.Min(ramEnd, addressMax + 1);
        ulong first = PageAfter(kernelEnd);

        // From the top down, below whatever is in the way.
        ulong limit = top;
        while (limit >= length && ((limit - length) & ~(Page - 1)) >= first)
        {
            RamRange range = new((limit - length) & ~(Page - 1), length);
            if (ObstacleOf(range, reserved) is not { } obstacle)
            {
                return range;
            }

            limit = obstacle.Start;
        }

        // Above everything that was in the way it fits, if there is that much memory.
        ulong clear = PageAfter(reserved.Select(static memory => memory.Range.End).Where(end => end <= top).Append(first).Max());
        ulong needed = (clear + PageAfter(length) + MiB - 1) / MiB;
        bool moreHelps = needed * MiB <= Math.Min(addressMax + 1, BootLayout.DeviceHole);
        string around = reserved.IsEmpty ? "" : $" around {string.Join(" and ", reserved.Select(static memory => $"{memory.Owner} at {memory.Range}"))}";
        throw new BootException(image.Name,
            $"the initial RAM disk of {length} bytes does not fit between the kernel's end at 0x{first:x} and 0x{top:x}{around}",
            moreHelps ? $"give the machine at least {needed} MiB of memory" : "make the initial RAM disk smaller");
    }

    private static RamRange? ObstacleOf(RamRange range, ImmutableArray<ReservedMemory> reserved)
    {
        foreach (ReservedMemory memory in reserved)
        {
            if (range.Overlaps(memory.Range))
            {
                return memory.Range;
            }
        }

        return null;
    }

    private static ulong PageAfter(ulong address) => (address + Page - 1) & ~(Page - 1);
}
