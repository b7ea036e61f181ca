using CsCheck;
using KvmSdk.Boot.Elf;
using KvmSdk.Boot.Tests.Support;

namespace KvmSdk.Boot.Tests.Elf;

public class Elf64LoaderTests
{
    [Fact]
    public void Segments_land_at_their_physical_addresses_with_the_rest_zeroed()
    {
        ArrayRam ram = ArrayRam.OfMiB(3);
        ram.Fill(0xee);
        Load(ram, new ElfBuilder().Load(0x10_0000, [1, 2, 3]).Load(0x20_0ffe, [4, 5], memorySize: 0x2003).Build());

        Assert.Equal([1, 2, 3, 0xee], ram.At(0x10_0000, 4).ToArray());
        Assert.Equal([0xee, 4, 5, 0], ram.At(0x20_0ffd, 4).ToArray());
        Assert.False(ram.At(0x20_1000, 0x2001).ContainsAnyExcept((byte)0));
        Assert.Equal(0xee, ram.At(0x20_3001, 1)[0]);
    }

    [Fact]
    public void A_segment_may_lie_in_RAM_above_4_GiB()
    {
        ArrayRam ram = new(new RamRange(0, 0x20_0000), new RamRange(BootLayout.HighRam, 0x1000));
        Load(ram, new ElfBuilder().Load(0x10_0000, [1]).Load(BootLayout.HighRam + 0xffe, [8, 9]).Build());
        Assert.Equal([8, 9], ram.At(BootLayout.HighRam + 0xffe, 2).ToArray());
    }

    [Theory]
    [InlineData(0x20_0000UL, 1UL, "a.elf: segment 0 needs guest RAM [0x200000, 0x200001) but the machine's low RAM ends at 2 MiB: "
        + "give the machine at least 3 MiB of memory")]
    [InlineData(0x500UL, 1UL, "a.elf: segment 0 at [0x500, 0x501) overlaps the GDT at [0x500, 0x540): link or load it at 0x100000 or above")]
    [InlineData(0xe000UL, 0x2000UL, "a.elf: segment 0 at [0xe000, 0x10000) overlaps the page tables at [0x9000, 0xf000): link or load it at 0x100000 or above")]
    [InlineData(0x1_f000UL, 0x1001UL, "a.elf: segment 0 at [0x1f000, 0x20001) overlaps the Multiboot information at [0x10000, 0x20000): "
        + "link or load it at 0x100000 or above")]
    [InlineData(0x2_07ffUL, 0x1001UL, "a.elf: segment 0 at [0x207ff, 0x21800) overlaps the command line at [0x20000, 0x20800): "
        + "link or load it at 0x100000 or above")]
    public void A_segment_out_of_place_is_refused_before_anything_is_written(ulong address, ulong memorySize, string message)
    {
        ArrayRam ram = ArrayRam.OfMiB(2);
        byte[] file = new ElfBuilder { Entry = address }.Load(address, [0xaa], memorySize).Load(0x18_0000, [0xbb]).Build();
        Assert.Equal(message, Assert.Throws<BootException>(() => Load(ram, file)).Message);
        Assert.False(ram.At(0, 2 << 20).ContainsAnyExcept((byte)0));
    }

    [Fact]
    public void A_damaged_file_ends_in_a_boot_error_and_nothing_else()
    {
        byte[] good = new ElfBuilder().Load(0x10_0000, new byte[64], 0x3000).Load(0x12_0000, new byte[64]).Note(ElfBuilder.PvhNote(0x10_0000)).Build();
        ArrayRam ram = ArrayRam.OfMiB(2);
        Load(ram, good);
        Mutation.Of(good, 64 + (3 * 56)).Sample(bad => Mutation.OnlyBootException(() => Load(ram, bad)), iter: 20_000);
    }

    private static void Load(ArrayRam ram, byte[] file) => Elf64Loader.Load(ram, Elf64Image.Parse(new MemoryImage("a.elf", file)));
}
