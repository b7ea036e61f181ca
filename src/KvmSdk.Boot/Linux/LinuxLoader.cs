using KvmSdk.Boot.Cpu;
using KvmSdk.Boot.Elf;
using KvmSdk.Boot.Memory;
using KvmSdk.Boot.Payload;
using KvmSdk.Boot.Pvh;

namespace KvmSdk.Boot.Linux;

/// <summary>Boots Linux without firmware: the loader does what a BIOS and a boot loader would have done, by the kernel's own documents.</summary>
public static class LinuxLoader
{
    // An ELF kernel names no limit; this is the one every x86-64 bzImage names.
    private const ulong InitrdMaxOfElf = 0x7fff_ffff;
    private const ulong PageSize = 4096;

    /// <summary>Loads kernel, initial RAM disk, command line and boot parameters, and says how to start.</summary>
    /// <param name="ram">Guest RAM.</param>
    /// <param name="request">What to boot.</param>
    /// <returns>Where things are and the first CPU's registers.</returns>
    /// <exception cref="BootException">The kernel cannot be booted this way or does not fit; RAM may have been partly written.</exception>
    public static LoadedLinux Load(IGuestRam ram, LinuxBootRequest request)
    {
        if (Elf64Image.IsElf(request.Kernel))
        {
            return LoadElf(ram, request, Elf64Image.Parse(request.Kernel), packed: null);
        }

        BzImage image = BzImage.Parse(request.Kernel);
        if (request.Entry is LinuxEntry.Automatic or LinuxEntry.Decompressor)
        {
            return LoadBzImage(ram, request, image);
        }

        using UnpackedKernel kernel = KernelPayload.Unpack(image);
        return LoadElf(ram, request, Elf64Image.Parse(kernel), packed: image);
    }

    private static LoadedLinux LoadBzImage(IGuestRam ram, LinuxBootRequest request, BzImage image)
    {
        RamRange kernel = new(BootLayout.Kernel, image.End - BootLayout.Kernel);
        GuestRamAccess.Require(ram, kernel.Start, kernel.Length, image.Reader.Name, "the kernel, which unpacks itself,");
        RequireUnreserved(kernel, request, image.Reader.Name, "the kernel, which unpacks itself,");
        CommandLine.Write(ram, request.CommandLine, image.CommandLineMax);
        RamRange? initrd = request.Initrd is { } disk ? Initrd.Load(ram, disk, kernel.End, image.InitrdAddressMax, request.Reserved) : null;
        GuestRamAccess.CopyImage(ram, BootLayout.Kernel, image.Reader, image.KernelOffset, image.KernelSize, "the kernel");
        ZeroPage.Write(ram, image.Header.Span, Map(ram, request), initrd, request.Rsdp);
        CpuTables.Write(ram, CpuMode.Long64);
        return new LoadedLinux(Start64(BzImage.Entry), LinuxEntry.Decompressor, kernel, initrd);
    }

    private static LoadedLinux LoadElf(IGuestRam ram, LinuxBootRequest request, Elf64Image image, BzImage? packed)
    {
        LinuxEntry entry = ElfEntry(request.Entry, image);
        if (entry == LinuxEntry.Kernel64 && image.Entry >= PageTables.MappedBytes)
        {
            throw new BootException(image.Reader.Name, $"its entry 0x{image.Entry:x} is above 4 GiB, which is not mapped at start", "link it lower");
        }

        ulong start = image.Segments.Min(static segment => segment.PhysicalAddress);
        RamRange kernel = new(start, image.End - start);
        foreach (ElfSegment segment in image.Segments)
        {
            RequireUnreserved(segment.Range, request, image.Reader.Name, "the kernel");
        }

        CommandLine.Write(ram, request.CommandLine, packed?.CommandLineMax ?? BootLayout.CommandLineSize);
        Elf64Loader.Load(ram, image);
        RamRange? initrd = request.Initrd is { } disk
            ? Initrd.Load(ram, disk, LowEnd(image), packed?.InitrdAddressMax ?? InitrdMaxOfElf, request.Reserved)
            : null;
        if (entry == LinuxEntry.Pvh)
        {
            PvhStartInfo.Write(ram, Map(ram, request), initrd, request.Rsdp);
            CpuTables.Write(ram, CpuMode.Protected32);
            return new LoadedLinux(CpuEntryState.Protected32(image.PvhEntry!.Value, (uint)BootLayout.PvhStartInfo), entry, kernel, initrd);
        }

        // Taken along, the setup header keeps what the kernel was built with, such as a root that is read-only at first.
        ZeroPage.Write(ram, packed is null ? default : packed.Header.Span, Map(ram, request), initrd, request.Rsdp);
        CpuTables.Write(ram, CpuMode.Long64);
        return new LoadedLinux(Start64(image.Entry), entry, kernel, initrd);
    }

    private static LinuxEntry ElfEntry(LinuxEntry asked, Elf64Image image)
    {
        string name = image.Reader.Name;
        return asked switch
        {
            LinuxEntry.Automatic => image.PvhEntry is null ? LinuxEntry.Kernel64 : LinuxEntry.Pvh,
            LinuxEntry.Pvh when image.PvhEntry is null =>
                throw new BootException(name, "it has no PVH entry note", "build the kernel with CONFIG_PVH, or use the 64-bit entry"),
            LinuxEntry.Decompressor => throw new BootException(name, "an ELF kernel has no decompressor", "give the bzImage, or use the 64-bit entry"),
            _ => asked,
        };
    }

    /// <summary>Where the part of the kernel below 4 GiB ends, in whose memory the initial RAM disk goes.</summary>
    private static ulong LowEnd(Elf64Image image) =>
        image.Segments.Where(static segment => segment.PhysicalAddress < BootLayout.HighRam).Max(static segment => (ulong?)segment.Range.End) ?? 0;

    /// <summary>Throws if a part of the kernel would lie over what it must leave alone. It finds the memory map only after it is in place.</summary>
    private static void RequireUnreserved(RamRange range, LinuxBootRequest request, string where, string part)
    {
        foreach (ReservedMemory reserved in request.Reserved)
        {
            if (range.Overlaps(reserved.Range))
            {
                throw new BootException(where, $"{part} needs guest RAM {range}, and {reserved.Owner} is at {reserved.Range}", $"move that to 0x{PageAfter(range.End):x} or above");
            }
        }
    }

    private static ulong PageAfter(ulong address) => (address + PageSize - 1) & ~(PageSize - 1);

    private static MemoryMap Map(IGuestRam ram, LinuxBootRequest request) => request.Reserved.Aggregate(
        request.MemoryMap ?? MemoryMap.ForRam(ram.Ranges), static (map, reserved) => map.With(reserved.Range, MemoryType.Reserved));

    private static CpuEntryState Start64(ulong entry) => CpuEntryState.Long64(entry) with { Rsi = BootLayout.ZeroPage };
}
