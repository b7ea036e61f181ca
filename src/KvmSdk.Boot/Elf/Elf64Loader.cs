namespace KvmSdk.Boot.Elf;

/// <summary>Copies an ELF image's segments to guest RAM, each once, from the file to where it runs.</summary>
public static class Elf64Loader
{
    /// <summary>Loads every segment and zeroes what the file leaves out of it.</summary>
    /// <param name="ram">Guest RAM.</param>
    /// <param name="image">A parsed image.</param>
    /// <exception cref="BootException">A segment lies outside RAM or over a boot structure; nothing was written then.</exception>
    public static void Load(IGuestRam ram, Elf64Image image)
    {
        string name = image.Reader.Name;
        for (int i = 0; i < image.Segments.Length; i++)
        {
            ElfSegment segment = image.Segments[i];
            GuestRamAccess.Require(ram, segment.PhysicalAddress, segment.MemorySize, name, $"segment {i}");
            BootArea.RequireFree(segment.Range, name, $"segment {i}");
        }

        foreach (ElfSegment segment in image.Segments)
        {
            GuestRamAccess.CopyImage(ram, segment.PhysicalAddress, image.Reader, segment.FileOffset, segment.FileSize, "a segment");
            GuestRamAccess.Zero(ram, segment.PhysicalAddress + segment.FileSize, segment.MemorySize - segment.FileSize, name);
        }
    }
}
