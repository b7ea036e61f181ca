using System.Collections.Immutable;
using KvmSdk.Boot.Cpu;
using KvmSdk.Boot.Memory;

namespace KvmSdk.Boot.Multiboot;

/// <summary>Boots kernels by the Multiboot Specification, version 0.6.96: what GRUB does with its <c>multiboot</c> command.</summary>
public static class MultibootLoader
{
    /// <summary>What EAX holds at the kernel's first instruction.</summary>
    public const uint Magic = 0x2BAD_B002;

    private const ulong PageSize = 4096;

    /// <summary>Loads kernel and modules, writes the boot information, and says how to start.</summary>
    /// <param name="ram">Guest RAM.</param>
    /// <param name="request">What to boot.</param>
    /// <returns>The first CPU's registers: 32-bit protected mode, flat segments, paging and interrupts off.</returns>
    /// <exception cref="BootException">The kernel cannot be booted, or something does not fit; RAM may have been partly written.</exception>
    public static CpuEntryState Load(IGuestRam ram, MultibootRequest request)
    {
        MultibootImage image = MultibootImage.Parse(request.Kernel);
        foreach (MultibootSegment segment in image.Segments)
        {
            Require(ram, segment.Range, request, image.Reader.Name);
        }

        // Every place is known to be good before the first byte is written.
        foreach (MultibootSegment segment in image.Segments)
        {
            GuestRamAccess.CopyImage(ram, segment.Range.Start, image.Reader, segment.Offset, segment.FileSize, "the kernel");
            GuestRamAccess.Zero(ram, segment.Range.Start + segment.FileSize, segment.Range.Length - segment.FileSize, image.Reader.Name);
        }

        ImmutableArray<RamRange> modules = LoadModules(ram, request, Math.Max(image.End, BootLayout.Kernel));
        MultibootInfo.Write(ram, request, modules);
        CpuTables.Write(ram, CpuMode.Protected32);
        return CpuEntryState.Protected32(image.Entry, (uint)BootLayout.MultibootInfo, Magic);
    }

    private static void Require(IGuestRam ram, RamRange range, MultibootRequest request, string where)
    {
        GuestRamAccess.Require(ram, range.Start, range.Length, where, "the kernel");
        BootArea.RequireFree(range, where, "the kernel");
        foreach (ReservedMemory reserved in request.Reserved)
        {
            if (range.Overlaps(reserved.Range))
            {
                throw new BootException(where, $"the kernel needs guest RAM {range}, and {reserved.Owner} is at {reserved.Range}", $"move that to 0x{UpToPage(range.End):x} or above");
            }
        }
    }

    /// <summary>Puts the modules behind the kernel, each at a page boundary, whether the kernel asks for that or not.</summary>
    private static ImmutableArray<RamRange> LoadModules(IGuestRam ram, MultibootRequest request, ulong kernelEnd)
    {
        ImmutableArray<RamRange>.Builder places = ImmutableArray.CreateBuilder<RamRange>(request.Modules.Length);
        ulong next = UpToPage(kernelEnd);
        foreach (MultibootModule module in request.Modules)
        {
            RamRange place = new(next, (ulong)module.Image.Length);
            while (request.Reserved.FirstOrDefault(reserved => reserved.Range.Overlaps(place)) is { Owner: not null } obstacle)
            {
                place = place with { Start = UpToPage(obstacle.Range.End) };
            }

            // An empty file is a module too, at a place where RAM is.
            GuestRamAccess.Require(ram, place.Start, place.Length, module.Image.Name, "the module");
            GuestRamAccess.CopyImage(ram, place.Start, module.Image, 0, place.Length, "the module");
            places.Add(place);
            next = UpToPage(place.End);
        }

        return places.MoveToImmutable();
    }

    private static ulong UpToPage(ulong address) => (address + PageSize - 1) & ~(PageSize - 1);
}
