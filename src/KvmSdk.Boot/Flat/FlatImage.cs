using KvmSdk.Boot.Cpu;

namespace KvmSdk.Boot.Flat;

/// <summary>A guest program without a file format: bytes, an address, an entry. The form of embedded mini-guests and of firmware snippets.</summary>
public static class FlatImage
{
    private const ulong RealModeEnd = 0x10_0000;

    /// <summary>Copies the image to RAM, writes the CPU tables its mode needs, and says how to start it.</summary>
    /// <param name="ram">Guest RAM.</param>
    /// <param name="image">The program.</param>
    /// <param name="options">Placement and mode.</param>
    /// <returns>The first CPU's registers.</returns>
    /// <exception cref="BootException">The image is empty, outside RAM or over a boot structure, or the options contradict each other.</exception>
    public static CpuEntryState Load(IGuestRam ram, IImageReader image, FlatImageOptions options)
    {
        ulong length = (ulong)image.Length;
        Check(image, options, length);
        GuestRamAccess.Require(ram, options.LoadAddress, length, image.Name, "the image");
        RamRange range = new(options.LoadAddress, length);
        if (options.Mode == CpuMode.Real16)
        {
            BootArea.RequireOutsideFirmwareHole(range, image.Name, "the image");
        }
        else
        {
            BootArea.RequireFree(range, image.Name, "the image");
        }

        CpuTables.Write(ram, options.Mode, options.User);
        GuestRamAccess.CopyImage(ram, options.LoadAddress, image, 0, length, "the image");
        ulong entry = options.LoadAddress + options.EntryOffset;
        return options.Mode switch
        {
            CpuMode.Long64 => CpuEntryState.Long64(entry, options.Stack, options.User),
            CpuMode.Protected32 => CpuEntryState.Protected32((uint)entry, ebx: 0) with { Rsp = options.Stack },
            _ => CpuEntryState.Real16((ushort)(options.LoadAddress >> 4), (ushort)options.EntryOffset) with { Rsp = options.Stack },
        };
    }

    private static void Check(IImageReader image, FlatImageOptions options, ulong length)
    {
        if (options.EntryOffset >= length)
        {
            throw new BootException(image.Name, $"the entry at offset 0x{options.EntryOffset:x} is past the image's {length} bytes",
                "give an entry offset inside the image");
        }

        if (options.User && options.Mode != CpuMode.Long64)
        {
            throw new BootException(image.Name, $"a start at CPL 3 was asked for in {options.Mode}", "use Long64, or start at CPL 0");
        }

        bool real = options.Mode == CpuMode.Real16;
        if (real && (options.LoadAddress % 16 != 0 || options.LoadAddress >= RealModeEnd || options.EntryOffset > ushort.MaxValue
            || options.Stack > ushort.MaxValue))
        {
            throw new BootException(image.Name,
                $"load address 0x{options.LoadAddress:x}, entry offset 0x{options.EntryOffset:x} and stack 0x{options.Stack:x} cannot all be expressed in real mode",
                "load it at a multiple of 16 below 1 MiB, with its entry in its first 64 KiB and the stack in the first 64 KiB of memory");
        }

        ulong limit = options.Mode == CpuMode.Long64 ? PageTables.MappedBytes : uint.MaxValue;
        if (options.LoadAddress >= limit || length > limit - options.LoadAddress)
        {
            throw new BootException(image.Name, $"the image of {length} bytes at 0x{options.LoadAddress:x} ends above 4 GiB, which is not mapped at start",
                "load it below 4 GiB");
        }
    }
}
