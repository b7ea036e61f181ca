using System.Text;
using CsCheck;
using KvmSdk.Boot.Cpu;
using KvmSdk.Boot.Linux;
using KvmSdk.Boot.Memory;
using KvmSdk.Boot.Tests.Support;

namespace KvmSdk.Boot.Tests.Linux;

public class LinuxLoaderTests
{
    private static readonly byte[] s_kernel = new BzImageBuilder().Build();
    private static readonly byte[] s_elf = new ElfBuilder().Load(0x10_0000, new byte[256], 0x1000).Note(ElfBuilder.PvhNote(0x10_0010)).Build();

    [Fact]
    public void A_bzImage_is_loaded_by_the_64_bit_protocol()
    {
        ArrayRam ram = ArrayRam.OfMiB(32);
        ram.Fill(0xff);
        LoadedLinux loaded = LinuxLoader.Load(ram, new LinuxBootRequest
        {
            Kernel = new MemoryImage("vmlinuz", s_kernel),
            Initrd = new MemoryImage("initrd", new byte[5000]),
            CommandLine = "console=ttyS0",
            Rsdp = 0xe_0000,
        });

        Assert.Equal(LinuxEntry.Decompressor, loaded.Entry);
        Assert.Equal((CpuMode.Long64, 0x10_0200UL, BootLayout.ZeroPage), (loaded.Cpu.Mode, loaded.Cpu.Rip, loaded.Cpu.Rsi));
        Assert.True(ram.At(0x10_0000, 0x1000).SequenceEqual(s_kernel.AsSpan(BzImageBuilder.SetupSize)));
        Assert.Equal("console=ttyS0\0", Encoding.ASCII.GetString(ram.At(BootLayout.CommandLine, 14)));
        // The page-aligned start nearest the top of RAM.
        Assert.Equal(new RamRange((32UL << 20) - 8192, 5000), loaded.Initrd);
        Assert.Equal(0xe3UL, BitConverter.ToUInt64(ram.At(BootLayout.PageTables + 8192, 8)));
    }

    [Fact]
    public void The_zero_page_holds_the_header_and_what_the_loader_owes()
    {
        ArrayRam ram = new(new RamRange(0, 32UL << 20), new RamRange(BootLayout.HighRam, 4096));
        ram.Fill(0xff);
        LoadedLinux loaded = LinuxLoader.Load(ram, new LinuxBootRequest
        {
            Kernel = new MemoryImage("vmlinuz", s_kernel),
            Initrd = new MemoryImage("initrd", new byte[5000]),
            Rsdp = 0xe_0000,
        });

        byte[] page = ram.At(BootLayout.ZeroPage, 4096).ToArray();
        Assert.Equal(0, page[0x1ef]);
        Assert.Equal(0, page[0x26c]);
        Assert.Equal(s_kernel[0x230..0x264], page[0x230..0x264]);
        Assert.Equal((0xff, 0xffff), (page[0x210], BitConverter.ToUInt16(page, 0x1fa)));
        Assert.Equal([(uint)BootLayout.CommandLine, (uint)loaded.Initrd!.Value.Start, 5000u], [U32(page, 0x228), U32(page, 0x218), U32(page, 0x21c)]);
        Assert.Equal(0xe_0000UL, BitConverter.ToUInt64(page, 0x70));
        Assert.Equal(4, page[0x1e8]);
        Assert.Equal((0x9_fc00UL, 0x6_0400UL, 2u), E820(page, 1));
        Assert.Equal((BootLayout.HighRam, 4096UL, 1u), E820(page, 3));
        Assert.Equal((0UL, 0UL, 0u), E820(page, 4));
    }

    [Fact]
    public void A_map_given_by_the_caller_is_the_one_written()
    {
        ArrayRam ram = ArrayRam.OfMiB(32);
        MemoryMap map = MemoryMap.ForRam(ram.Ranges).With(new RamRange(0xe000_0000, 0x1000_0000), MemoryType.Reserved);
        LinuxLoader.Load(ram, new LinuxBootRequest { Kernel = new MemoryImage("vmlinuz", s_kernel), MemoryMap = map });
        Assert.Equal((0xe000_0000UL, 0x1000_0000UL, 2u), E820(ram.At(BootLayout.ZeroPage, 4096).ToArray(), 3));
    }

    /// <summary>The kernel ends at 18 MiB; what is reserved lies behind it and in the way of the initial RAM disk.</summary>
    [Theory]
    [InlineData(LinuxEntry.Decompressor)]
    [InlineData(LinuxEntry.Kernel64)]
    [InlineData(LinuxEntry.Pvh)]
    public void Reserved_memory_is_no_RAM_in_the_map_and_free_of_the_initrd(LinuxEntry entry)
    {
        ArrayRam ram = ArrayRam.OfMiB(32);
        LoadedLinux loaded = LinuxLoader.Load(ram, new LinuxBootRequest
        {
            Kernel = new MemoryImage("vmlinuz", entry == LinuxEntry.Decompressor ? s_kernel : s_elf),
            Initrd = new MemoryImage("initrd", new byte[5000]),
            Reserved = [new("shared memory 'A'", new(31UL << 20, 0x1000)), new("shared memory 'B'", new((32UL << 20) - 0x2000, 0x1000))],
            Entry = entry,
        });

        Assert.Equal(new RamRange((32UL << 20) - 0x4000, 5000), loaded.Initrd);
        (ulong, ulong, uint)[] expected =
        [
            (0x10_0000, (31UL << 20) - 0x10_0000, 1),
            (31UL << 20, 0x1000, 2),
            ((31UL << 20) + 0x1000, (1UL << 20) - 0x3000, 1),
            ((32UL << 20) - 0x2000, 0x1000, 2),
            ((32UL << 20) - 0x1000, 0x1000, 1),
        ];
        Assert.Equal(expected, Enumerable.Range(2, 5).Select(i => entry == LinuxEntry.Pvh ? PvhEntry(ram, i) : E820(ram.At(BootLayout.ZeroPage, 4096).ToArray(), i)));
    }

    [Fact]
    public void Reserved_memory_where_the_initrd_would_end_leaves_it_the_room_below()
    {
        LinuxBootRequest request = new() { Kernel = new MemoryImage("vmlinuz", s_kernel), Initrd = new MemoryImage("initrd", new byte[4096]) };
        Assert.Equal((20UL << 20) - 0x2000, Start((20UL << 20) - 0x1000, 0x1000));
        Assert.Equal((20UL << 20) - 0x3000, Start((20UL << 20) - 0x2000, 0x2000));
        Assert.Equal((20UL << 20) - 0x1000, Start((20UL << 20) - 0x3000, 0x2000));
        Assert.Equal(18UL << 20, Start((18UL << 20) + 0x1000, (2UL << 20) - 0x1000));

        ulong Start(ulong reserved, ulong length) => LinuxLoader.Load(
            ArrayRam.OfMiB(20), request with { Reserved = [new("shared memory 'A'", new(reserved, length))] }).Initrd!.Value.Start;
    }

    [Fact]
    public void An_initrd_that_does_not_fit_around_reserved_memory_is_said_with_the_amount_that_suffices()
    {
        LinuxBootRequest request = new()
        {
            Kernel = new MemoryImage("vmlinuz", s_kernel),
            Initrd = new MemoryImage("initrd", new byte[(1 << 20) + 1]),
            Reserved = [new("shared memory 'A'", new(19UL << 20, 0x1000))],
        };
        Assert.Equal("initrd: the initial RAM disk of 1048577 bytes does not fit between the kernel's end at 0x1200000 and 0x1400000 "
            + "around shared memory 'A' at [0x1300000, 0x1301000): give the machine at least 21 MiB of memory",
            Assert.Throws<BootException>(() => LinuxLoader.Load(ArrayRam.OfMiB(20), request)).Message);
        Assert.NotNull(LinuxLoader.Load(ArrayRam.OfMiB(21), request));
    }

    [Fact]
    public void A_kernel_over_reserved_memory_is_refused_and_one_beside_it_is_not()
    {
        Assert.Equal("vmlinuz: the kernel, which unpacks itself, needs guest RAM [0x100000, 0x1200000), and shared memory 'A' is at [0x11ff000, 0x1200000): "
            + "move that to 0x1200000 or above", Reserving(s_kernel, 0x11f_f000));
        Assert.Null(Reserving(s_kernel, 0x120_0000));

        // The ELF kernel's one segment is a page at 1 MiB.
        Assert.Equal("vmlinuz: the kernel needs guest RAM [0x100000, 0x101000), and shared memory 'A' is at [0x100000, 0x101000): move that to 0x101000 or above",
            Reserving(s_elf, 0x10_0000));
        Assert.Null(Reserving(s_elf, 0x10_1000));

        static string? Reserving(byte[] kernel, ulong address) => Record.Exception(() => LinuxLoader.Load(ArrayRam.OfMiB(32), new LinuxBootRequest
        {
            Kernel = new MemoryImage("vmlinuz", kernel),
            Reserved = [new("shared memory 'A'", new(address, 0x1000))],
        }))?.Message;
    }

    [Fact]
    public void An_ELF_kernel_with_the_note_starts_by_PVH()
    {
        ArrayRam ram = ArrayRam.OfMiB(4);
        LoadedLinux loaded = LinuxLoader.Load(ram, new LinuxBootRequest { Kernel = new MemoryImage("vmlinux", s_elf), Initrd = new MemoryImage("initrd", new byte[1]) });

        Assert.Equal((LinuxEntry.Pvh, CpuMode.Protected32, 0x10_0010UL), (loaded.Entry, loaded.Cpu.Mode, loaded.Cpu.Rip));
        Assert.Equal(BootLayout.PvhStartInfo, loaded.Cpu.Rbx);
        Assert.Equal(0x336ec578u, BitConverter.ToUInt32(ram.At(BootLayout.PvhStartInfo, 4)));
        Assert.Equal((4UL << 20) - 4096, BitConverter.ToUInt64(ram.At(BootLayout.PvhModuleList, 8)));
    }

    [Fact]
    public void An_ELF_kernel_may_be_started_by_its_64_bit_entry()
    {
        ArrayRam ram = ArrayRam.OfMiB(4);
        LoadedLinux loaded = LinuxLoader.Load(ram, new LinuxBootRequest { Kernel = new MemoryImage("vmlinux", s_elf), Entry = LinuxEntry.Kernel64 });

        Assert.Equal((CpuMode.Long64, 0x10_0000UL, BootLayout.ZeroPage), (loaded.Cpu.Mode, loaded.Cpu.Rip, loaded.Cpu.Rsi));
        Assert.Equal("HdrS", Encoding.ASCII.GetString(ram.At(BootLayout.ZeroPage + 0x202, 4)));
        Assert.Equal(0xff, ram.At(BootLayout.ZeroPage + 0x210, 1)[0]);
    }

    [Fact]
    public void A_segment_above_4_GiB_does_not_push_the_initrd_out()
    {
        ArrayRam ram = new(new RamRange(0, 4UL << 20), new RamRange(BootLayout.HighRam, 4096));
        byte[] kernel = new ElfBuilder().Load(0x10_0000, new byte[16]).Load(BootLayout.HighRam, new byte[16]).Build();
        LinuxBootRequest request = new() { Kernel = new MemoryImage("vmlinux", kernel), Initrd = new MemoryImage("initrd", new byte[1]) };
        Assert.Equal((4UL << 20) - 4096, LinuxLoader.Load(ram, request).Initrd!.Value.Start);
    }

    [Fact]
    public void An_entry_the_kernel_does_not_have_is_refused()
    {
        byte[] plain = new ElfBuilder().Load(0x10_0000, new byte[16]).Build();
        Assert.Equal("vmlinux: it has no PVH entry note: build the kernel with CONFIG_PVH, or use the 64-bit entry", Failure(4, plain, LinuxEntry.Pvh));
        Assert.Equal("vmlinux: an ELF kernel has no decompressor: give the bzImage, or use the 64-bit entry", Failure(4, plain, LinuxEntry.Decompressor));
    }

    [Fact]
    public void Too_little_memory_is_said_with_the_amount_that_suffices()
    {
        Assert.Equal("vmlinux: the kernel, which unpacks itself, needs guest RAM [0x100000, 0x1200000) but the machine's low RAM ends at 17 MiB: "
            + "give the machine at least 18 MiB of memory", Failure(17, s_kernel));
        Assert.NotNull(LinuxLoader.Load(ArrayRam.OfMiB(18), new LinuxBootRequest { Kernel = new MemoryImage("vmlinux", s_kernel) }));
    }

    [Fact]
    public void An_initrd_that_does_not_fit_is_said_with_the_amount_that_suffices()
    {
        LinuxBootRequest request = new() { Kernel = new MemoryImage("vmlinuz", s_kernel), Initrd = new MemoryImage("initrd", new byte[(1 << 20) + 1]) };
        Assert.Equal("initrd: the initial RAM disk of 1048577 bytes does not fit between the kernel's end at 0x1200000 and 0x1300000: "
            + "give the machine at least 20 MiB of memory", Assert.Throws<BootException>(() => LinuxLoader.Load(ArrayRam.OfMiB(19), request)).Message);
        Assert.NotNull(LinuxLoader.Load(ArrayRam.OfMiB(20), request));
    }

    [Fact]
    public void An_initrd_stays_below_the_address_the_kernel_names()
    {
        byte[] kernel = [.. s_kernel];
        ElfBuilder.Put32(kernel, 0x22c, 0x13f_ffff);
        LinuxBootRequest request = new() { Kernel = new MemoryImage("vmlinuz", kernel), Initrd = new MemoryImage("initrd", new byte[1 << 20]) };
        Assert.Equal(0x130_0000UL, LinuxLoader.Load(ArrayRam.OfMiB(32), request).Initrd!.Value.Start);

        request = request with { Initrd = new MemoryImage("initrd", new byte[(2 << 20) + 1]) };
        Assert.Equal("initrd: the initial RAM disk of 2097153 bytes does not fit between the kernel's end at 0x1200000 and 0x1400000: "
            + "make the initial RAM disk smaller", Assert.Throws<BootException>(() => LinuxLoader.Load(ArrayRam.OfMiB(32), request)).Message);
    }

    [Theory]
    [InlineData(2047, true)]
    [InlineData(2048, false)]
    public void A_command_line_the_kernel_would_cut_is_refused(int length, bool fits)
    {
        LinuxBootRequest request = new() { Kernel = new MemoryImage("vmlinuz", s_kernel), CommandLine = new string('x', length) };
        Exception? error = Record.Exception(() => LinuxLoader.Load(ArrayRam.OfMiB(32), request));
        Assert.Equal(fits ? null : "kernel command line: its 2048 bytes are more than the 2047 the kernel reads: shorten it", error?.Message);
    }

    [Fact]
    public void A_NUL_in_the_command_line_and_an_empty_initrd_are_refused()
    {
        LinuxBootRequest request = new() { Kernel = new MemoryImage("vmlinuz", s_kernel) };
        Assert.Throws<BootException>(() => LinuxLoader.Load(ArrayRam.OfMiB(32), request with { CommandLine = "a\0b" }));
        Assert.Throws<BootException>(() => LinuxLoader.Load(ArrayRam.OfMiB(32), request with { Initrd = new MemoryImage("initrd", default) }));
    }

    [Fact]
    public void A_damaged_kernel_ends_in_a_boot_error_and_nothing_else()
    {
        ArrayRam ram = ArrayRam.OfMiB(20);
        MemoryImage initrd = new("initrd", new byte[100]);
        Mutation.Of(s_kernel, 0x290).Sample(
            bad => Mutation.OnlyBootException(() => LinuxLoader.Load(ram, new LinuxBootRequest { Kernel = new MemoryImage("bad", bad), Initrd = initrd })),
            iter: 20_000);
    }

    private static string Failure(int mebibytes, byte[] kernel, LinuxEntry entry = LinuxEntry.Automatic)
    {
        LinuxBootRequest request = new() { Kernel = new MemoryImage("vmlinux", kernel), Entry = entry };
        return Assert.Throws<BootException>(() => LinuxLoader.Load(ArrayRam.OfMiB(mebibytes), request)).Message;
    }

    private static uint U32(byte[] page, int at) => BitConverter.ToUInt32(page, at);

    private static (ulong Start, ulong Length, uint Type) PvhEntry(ArrayRam ram, int index)
    {
        byte[] entry = ram.At(BootLayout.PvhMemoryMap + (ulong)(index * 24), 24).ToArray();
        return (BitConverter.ToUInt64(entry, 0), BitConverter.ToUInt64(entry, 8), U32(entry, 16));
    }

    private static (ulong Start, ulong Length, uint Type) E820(byte[] page, int index)
    {
        int at = 0x2d0 + (index * 20);
        return (BitConverter.ToUInt64(page, at), BitConverter.ToUInt64(page, at + 8), U32(page, at + 16));
    }
}
