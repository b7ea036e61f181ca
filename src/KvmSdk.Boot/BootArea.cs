using KvmSdk.Boot.Cpu;

namespace KvmSdk.Boot;

/// <summary>The parts of low memory that hold boot structures, so that an image linked over one of them is refused, not silently damaged.</summary>
internal static class BootArea
{
    private static readonly (RamRange Range, string Name)[] s_structures =
    [
        (new(BootLayout.Gdt, Gdt.SizeInBytes), "the GDT"),
        (new(BootLayout.TaskStateSegment, TaskStateSegment.SizeInBytes), "the task state segment"),
        (new(BootLayout.PortMap, TaskStateSegment.PortMapSize), "the port map"),
        (new(BootLayout.PvhStartInfo, 0x1000), "the PVH start info"),
        (new(BootLayout.ZeroPage, 0x1000), "the zero page"),
        (new(BootLayout.StackBottom, 0x1000), "the boot stack"),
        (new(BootLayout.PageTables, PageTables.SizeInBytes), "the page tables"),
        (new(BootLayout.MultibootInfo, BootLayout.MultibootInfoSize), "the Multiboot information"),
        (new(BootLayout.CommandLine, BootLayout.CommandLineSize), "the command line"),
    ];

    private static readonly RamRange s_firmwareHole = new(BootLayout.LowRamEnd, BootLayout.Kernel - BootLayout.LowRamEnd);

    /// <summary>Throws if the range meets a boot structure.</summary>
    /// <param name="range">Where a part of the image is to go.</param>
    /// <param name="where">The image.</param>
    /// <param name="part">The part.</param>
    public static void RequireFree(RamRange range, string where, string part)
    {
        RequireOutsideFirmwareHole(range, where, part);
        foreach ((RamRange structure, string name) in s_structures)
        {
            if (range.Overlaps(structure))
            {
                throw Overlap(range, structure, name, where, part);
            }
        }
    }

    /// <summary>Throws if the range meets the EBDA, video or BIOS area, which holds the ACPI tables.</summary>
    public static void RequireOutsideFirmwareHole(RamRange range, string where, string part)
    {
        if (range.Overlaps(s_firmwareHole))
        {
            throw Overlap(range, s_firmwareHole, "the firmware and ACPI area", where, part);
        }
    }

    private static BootException Overlap(RamRange range, RamRange structure, string name, string where, string part) =>
        new(where, $"{part} at {range} overlaps {name} at {structure}", $"link or load it at 0x{BootLayout.Kernel:x} or above");
}
