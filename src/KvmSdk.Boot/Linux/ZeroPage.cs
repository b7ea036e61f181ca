using KvmSdk.Boot.Memory;
using static KvmSdk.Boot.Linux.SetupHeader;

namespace KvmSdk.Boot.Linux;

/// <summary>
/// Linux's <c>boot_params</c>, the page that tells a kernel where its command line, initial RAM disk, memory and ACPI tables are. It is cleared
/// before anything is copied in: the kernel takes a byte left from the file (the sentinel at 0x1ef) as proof of a careless loader.
/// </summary>
internal static class ZeroPage
{
    private const int SizeInBytes = 4096;
    private const ushort Protocol215 = 0x20f;
    private const byte UndefinedLoader = 0xff;
    private const ushort NormalVideo = 0xffff;

    /// <summary>Writes the page to <see cref="BootLayout.ZeroPage"/>.</summary>
    /// <param name="ram">Guest RAM.</param>
    /// <param name="header">The bzImage's setup header; empty for a bare vmlinux, which has none.</param>
    /// <param name="map">The memory map.</param>
    /// <param name="initrd">The initial RAM disk, below 4 GiB, if there is one.</param>
    /// <param name="rsdp">Address of the ACPI root pointer; 0 lets the kernel look for it below 1 MiB.</param>
    public static void Write(IGuestRam ram, ReadOnlySpan<byte> header, MemoryMap map, RamRange? initrd, ulong rsdp)
    {
        Span<byte> page = GuestRamAccess.Span(ram, BootLayout.ZeroPage, SizeInBytes, "Linux zero page");
        page.Clear();
        header.CopyTo(page[Start..]);
        if (header.IsEmpty)
        {
            Put(page, BootFlag, BootFlagValue);
            Put(page, Magic, MagicValue);
            Put(page, Protocol, Protocol215);
            page[LoadFlags] = LoadedHigh;
        }

        page[TypeOfLoader] = UndefinedLoader;
        Put(page, VideoMode, NormalVideo);
        Put(page, Code32Start, (uint)BootLayout.Kernel);
        Put(page, SetupData, 0UL);
        Put(page, CommandLinePointer, (uint)BootLayout.CommandLine);
        Put(page, RamdiskImage, (uint)(initrd?.Start ?? 0));
        Put(page, RamdiskSize, (uint)(initrd?.Length ?? 0));
        Put(page, AcpiRsdp, rsdp);

        page[E820Count] = (byte)map.Entries.Length;
        for (int i = 0; i < map.Entries.Length; i++)
        {
            int at = E820Table + (i * E820EntrySize);
            Put(page, at, map.Entries[i].Range.Start);
            Put(page, at + 8, map.Entries[i].Range.Length);
            Put(page, at + 16, (uint)map.Entries[i].Type);
        }
    }
}
