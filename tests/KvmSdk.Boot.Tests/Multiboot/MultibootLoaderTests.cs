using System.Buffers.Binary;
using System.Text;
using KvmSdk.Boot.Cpu;
using KvmSdk.Boot.Memory;
using KvmSdk.Boot.Multiboot;
using KvmSdk.Boot.Tests.Support;

namespace KvmSdk.Boot.Tests.Multiboot;

/// <summary>What a kernel finds: itself, its modules, and what it is told.</summary>
public class MultibootLoaderTests
{
    private const ulong Info = 0x1_0000;

    private static readonly MemoryImage s_kernel = new("kernel", MultibootBuilder.Elf());

    [Fact]
    public void The_kernel_is_loaded_and_the_rest_of_its_segments_is_zero()
    {
        ArrayRam ram = ArrayRam.OfMiB(4);
        ram.Fill(0xCC);
        MultibootLoader.Load(ram, new() { Kernel = s_kernel });
        Assert.Equal(MultibootBuilder.Elf()[0x100..0x300], ram.At(0x10_0000, 0x200).ToArray());
        Assert.Equal(0xCC, ram.At(0x10_0200, 1)[0]);
        Assert.Equal(MultibootBuilder.Elf()[0x300..0x400], ram.At(0x10_2000, 0x100).ToArray());
        Assert.False(ram.At(0x10_2100, 0xF00).ContainsAnyExcept((byte)0));
        Assert.Equal(0xCC, ram.At(0x10_3000, 1)[0]);
    }

    /// <summary>Section 3.2 of the specification.</summary>
    [Fact]
    public void The_processor_is_in_protected_mode_with_the_magic_number_and_the_information()
    {
        CpuEntryState state = MultibootLoader.Load(ArrayRam.OfMiB(4), new() { Kernel = s_kernel });
        Assert.Equal((0x10_0010UL, 0x2BAD_B002UL, Info), (state.Rip, state.Rax, state.Rbx));
        Assert.Equal((1UL, 0UL), (state.Cr0 & 0x8000_0001, state.Rflags & ((1 << 9) | (1 << 17))));
        Assert.All([state.Cs, state.Data], segment => Assert.Equal((0UL, uint.MaxValue, true), (segment.Base, segment.Limit, segment.DefaultBig)));
    }

    [Fact]
    public void It_is_told_of_memory_command_line_and_loader()
    {
        ArrayRam ram = new(new RamRange(0, 0xC000_0000 >> 8), new RamRange(0x1_0000_0000, 0x10_0000));
        MultibootLoader.Load(ram, new() { Kernel = s_kernel, CommandLine = "first second=\"a b\"", Reserved = [new ReservedMemory("shared memory 'Box'", new(0x20_0000, 0x1000))] });
        Assert.Equal(0b10_0100_1101u, Word(ram, Info));
        Assert.Equal((639u, (uint)((0xC0_0000 - 0x10_0000) >> 10)), (Word(ram, Info + 4), Word(ram, Info + 8)));
        Assert.Equal("first second=\"a b\"", Text(ram, Word(ram, Info + 16)));
        Assert.Equal("KvmSdk", Text(ram, Word(ram, Info + 64)));
        Assert.Equal(0u, Word(ram, Info + 20));

        List<(ulong, ulong, uint)> map = [];
        uint at = Word(ram, Info + 48);
        for (uint end = at + Word(ram, Info + 44); at < end; at += Word(ram, at) + 4)
        {
            map.Add((Long(ram, at + 4), Long(ram, at + 12), Word(ram, at + 20)));
        }

        Assert.Equal(
            [
                (0, 0x9_FC00, 1), (0x9_FC00, 0x6_0400, 2), (0x10_0000, 0x10_0000, 1), (0x20_0000, 0x1000, 2), (0x20_1000, 0x9F_F000, 1),
                (0x1_0000_0000, 0x10_0000, 1),
            ],
            map);
    }

    [Fact]
    public void Modules_lie_behind_the_kernel_at_pages_around_what_is_reserved()
    {
        ArrayRam ram = ArrayRam.OfMiB(4);
        MultibootLoader.Load(ram, new()
        {
            Kernel = s_kernel,
            Modules = [new(new MemoryImage("a", new byte[] { 1, 2, 3 }), "first one"), new(new MemoryImage("b", new byte[0x1001]), ""), new(new MemoryImage("c", Array.Empty<byte>()), "empty")],
            Reserved = [new ReservedMemory("shared memory 'Box'", new(0x10_5000, 0x1000))],
        });
        Assert.Equal(3u, Word(ram, Info + 20));
        uint list = Word(ram, Info + 24);
        Assert.Equal(
            [(0x10_3000u, 0x10_3003u, "first one"), (0x10_6000u, 0x10_7001u, ""), (0x10_8000u, 0x10_8000u, "empty")],
            Enumerable.Range(0, 3).Select(i => list + (16 * (uint)i)).Select(entry => (Word(ram, entry), Word(ram, entry + 4), Text(ram, Word(ram, entry + 8)))));
        Assert.Equal([1, 2, 3, 0], ram.At(0x10_3000, 4).ToArray());
    }

    [Fact]
    public void A_kernel_over_what_is_reserved_is_refused() => Refused(
        new() { Kernel = s_kernel, Reserved = [new ReservedMemory("shared memory 'Box'", new(0x10_2000, 0x1000))] },
        "kernel: the kernel needs guest RAM [0x102000, 0x103000), and shared memory 'Box' is at [0x102000, 0x103000): move that to 0x103000 or above");

    [Fact]
    public void A_kernel_over_a_boot_structure_is_refused()
    {
        byte[] file = MultibootBuilder.Elf();
        MultibootBuilder.Put(file, MultibootBuilder.ProgramHeader(1, 12), 0x1_F800);
        Refused(
            new() { Kernel = new MemoryImage("kernel", file) },
            "kernel: the kernel at [0x1f800, 0x20800) overlaps the Multiboot information at [0x10000, 0x20000): link or load it at 0x100000 or above");
    }

    [Fact]
    public void A_kernel_that_needs_more_memory_says_how_much()
    {
        byte[] file = MultibootBuilder.Elf();
        MultibootBuilder.Put(file, MultibootBuilder.ProgramHeader(1, 12), 0x100_0000);
        Refused(
            new() { Kernel = new MemoryImage("kernel", file) },
            "kernel: the kernel needs guest RAM [0x1000000, 0x1001000) but the machine's low RAM ends at 4 MiB: give the machine at least 17 MiB of memory");
    }

    [Fact]
    public void A_module_that_does_not_fit_says_how_much_memory_would() => Refused(
        new() { Kernel = s_kernel, Modules = [new(new MemoryImage("big", new byte[4 << 20]), "")] },
        "big: the module needs guest RAM [0x103000, 0x503000) but the machine's low RAM ends at 4 MiB: give the machine at least 6 MiB of memory");

    [Fact]
    public void Texts_that_do_not_fit_are_refused() => Refused(
        new() { Kernel = s_kernel, CommandLine = new string('a', 65536) },
        "kernel: command lines and module list take 65");

    private static void Refused(MultibootRequest request, string sentence) =>
        Assert.StartsWith(sentence, Assert.Throws<BootException>(() => MultibootLoader.Load(ArrayRam.OfMiB(4), request)).Message, StringComparison.Ordinal);

    private static uint Word(ArrayRam ram, ulong address) => BinaryPrimitives.ReadUInt32LittleEndian(ram.At(address, 4));

    private static ulong Long(ArrayRam ram, ulong address) => BinaryPrimitives.ReadUInt64LittleEndian(ram.At(address, 8));

    private static string Text(ArrayRam ram, uint address)
    {
        Span<byte> bytes = ram.At(address, 64);
        return Encoding.ASCII.GetString(bytes[..bytes.IndexOf((byte)0)]);
    }
}
