using CsCheck;
using KvmSdk.Boot.Multiboot;
using KvmSdk.Boot.Tests.Support;

namespace KvmSdk.Boot.Tests.Multiboot;

/// <summary>What is a Multiboot kernel, and what is none.</summary>
public class MultibootImageTests
{
    [Fact]
    public void A_header_with_addresses_says_what_goes_where()
    {
        MultibootImage image = Parse(MultibootBuilder.Addressed());
        Assert.Equal([new MultibootSegment(0x80, 0x300, new RamRange(0x10_0000, 0x500))], image.Segments.ToArray());
        Assert.Equal((0x10_0010u, 0x10_0500UL), (image.Entry, image.End));
    }

    [Fact]
    public void Without_an_end_all_of_the_file_is_loaded_and_nothing_zeroed()
    {
        byte[] file = MultibootBuilder.Addressed();
        MultibootBuilder.Put(file, MultibootBuilder.HeaderAt + 20, 0);
        MultibootBuilder.Put(file, MultibootBuilder.HeaderAt + 24, 0);
        Assert.Equal([new MultibootSegment(0x80, 0x380, new RamRange(0x10_0000, 0x380))], Parse(file).Segments.ToArray());
    }

    [Fact]
    public void A_32_bit_ELF_kernel_is_loaded_and_entered_at_physical_addresses()
    {
        MultibootImage image = Parse(MultibootBuilder.Elf());
        Assert.Equal(
            [new MultibootSegment(0x100, 0x200, new RamRange(0x10_0000, 0x200)), new MultibootSegment(0x300, 0x100, new RamRange(0x10_2000, 0x1000))], image.Segments.ToArray());
        Assert.Equal(0x10_0010u, image.Entry);
    }

    [Fact]
    public void Addresses_of_the_header_count_more_than_those_of_an_ELF_file()
    {
        byte[] file = MultibootBuilder.Elf();
        MultibootBuilder.Header(0x1_0000, 0x20_0000, 0x20_0000, 0x20_0100, 0, 0x20_0000).CopyTo(file, MultibootBuilder.HeaderAt);
        Assert.Equal([new MultibootSegment(0x100, 0x100, new RamRange(0x20_0000, 0x100))], Parse(file).Segments.ToArray());
    }

    [Theory]
    [InlineData(8192 - 12, true)]
    [InlineData(8192 - 8, false)]
    [InlineData(8192, false)]
    [InlineData(0x102, false)]
    public void The_header_lies_within_the_first_8192_bytes_at_a_multiple_of_4(int at, bool isFound)
    {
        byte[] file = new byte[16384];
        byte[] elf = MultibootBuilder.Elf();
        elf.CopyTo(file, 0);
        file.AsSpan(MultibootBuilder.HeaderAt, 12).Clear();
        MultibootBuilder.Header(0).CopyTo(file, at);
        if (isFound)
        {
            Parse(file);
        }
        else
        {
            Refused(file, "kernel: it has no Multiboot header at a multiple of 4 in its first 8192 bytes: "
                + "link the section with the header first; a Multiboot 2 kernel (0xE85250D6) needs one of version 1 beside it");
        }
    }

    [Fact]
    public void A_magic_number_that_is_no_header_does_not_hide_the_one_behind_it()
    {
        byte[] file = MultibootBuilder.Elf();
        MultibootBuilder.Header(3).CopyTo(file, 0x180);
        file[MultibootBuilder.HeaderAt + 8]++;
        Parse(file);
    }

    [Fact]
    public void A_wrong_checksum_is_told_apart_from_no_header()
    {
        byte[] file = MultibootBuilder.Elf();
        file[MultibootBuilder.HeaderAt + 8]++;
        Refused(file, "kernel: its Multiboot header at offset 0x100 has a wrong checksum: make magic number, flags and checksum add up to 0");
    }

    [Theory]
    [InlineData(0x7u, "kernel: its Multiboot header asks for a video mode (flag bit 2), and a machine has no display: build the kernel without it")]
    [InlineData(0x8003u, "kernel: its Multiboot header asks for what version 0.6.96 does not know (flags 0x8000): clear these of bits 0 to 15")]
    public void What_a_machine_has_not_is_refused(uint flags, string sentence) => Refused(MultibootBuilder.Elf(flags), sentence);

    [Fact]
    public void Optional_wishes_that_nobody_knows_are_left_alone() => Parse(MultibootBuilder.Elf(0xFFFE_0000));

    [Theory]
    [InlineData(12, 0x10_0181u, "kernel: its Multiboot header is inconsistent: load_addr 0x100000 and header_addr 0x100181 put the file's beginning where there is none")]
    [InlineData(16, 0x10_0081u, "kernel: its Multiboot header is inconsistent: load_addr 0x100081 and header_addr 0x100080 put the file's beginning where there is none")]
    [InlineData(20, 0xF_FFFFu, "kernel: its Multiboot header is inconsistent: load_end_addr 0xfffff is below load_addr 0x100000")]
    [InlineData(20, 0x10_0381u, "kernel: what its Multiboot header loads needs 897 bytes at offset 0x80 but the file has 1024: ")]
    [InlineData(24, 0x10_02FFu, "kernel: its Multiboot header is inconsistent: bss_end_addr 0x1002ff is below the end of what is loaded")]
    [InlineData(24, 0xF_0000u, "kernel: its Multiboot header is inconsistent: bss_end_addr 0xf0000 is below the end of what is loaded")]
    [InlineData(28, 0x10_0500u, "kernel: its entry 0x100500 lies in nothing that is loaded: ")]
    public void Addresses_that_cannot_be_are_refused(int field, uint value, string sentence)
    {
        byte[] file = MultibootBuilder.Addressed();
        MultibootBuilder.Put(file, MultibootBuilder.HeaderAt + field, value);
        Refused(file, sentence);
    }

    [Fact]
    public void A_header_whose_addresses_are_cut_off_is_refused()
    {
        byte[] file = new byte[8192];
        MultibootBuilder.Header(0x1_0000).CopyTo(file, 8192 - 12);
        Refused(file, "kernel: its Multiboot header at offset 0x1ff4 is cut off: ");
    }

    [Theory]
    [InlineData(0x10, 0x1001u, "kernel: a segment at 0x102000 of 0x1000 bytes holds 0x1001 bytes of the file, or ends above 4 GiB: ")]
    [InlineData(0x04, 0x301u, "kernel: a segment needs 256 bytes at offset 0x301 but the file has 1024: ")]
    [InlineData(0x0C, 0xFFFF_F001u, "kernel: a segment at 0xfffff001 of 0x1000 bytes holds 0x100 bytes of the file, or ends above 4 GiB: ")]
    [InlineData(0x0C, 0x10_01FFu, "kernel: two of its segments overlap at [0x1001ff, 0x1011ff): ")]
    public void Segments_that_cannot_be_are_refused(int field, uint value, string sentence)
    {
        byte[] file = MultibootBuilder.Elf();
        MultibootBuilder.Put(file, MultibootBuilder.ProgramHeader(1, field), value);
        Refused(file, sentence);
    }

    [Theory]
    [InlineData(4, 2, "kernel: it is a 64-bit ELF file, which Multiboot 1 does not load: ")]
    [InlineData(16, 3, "kernel: it is an ELF file of type 3 for machine 3, and not a linked program for 32-bit x86 (2, 3): ")]
    [InlineData(18, 40, "kernel: it is an ELF file of type 2 for machine 40, and not a linked program for 32-bit x86 (2, 3): ")]
    [InlineData(44, 0, "kernel: it has 0 program headers, or headers of a foreign size (1 to 128 of 32 bytes are expected): ")]
    [InlineData(42, 56, "kernel: it has 2 program headers, or headers of a foreign size (1 to 128 of 32 bytes are expected): ")]
    [InlineData(0, 0, "kernel: it is no ELF file, and its Multiboot header has no addresses (flag bit 16): ")]
    [InlineData(24, 0, "kernel: its entry 0xc0100000 lies in nothing that is loaded: ", 0xFF)]
    public void Other_files_are_refused(int at, byte value, string sentence, byte also = 0)
    {
        byte[] file = MultibootBuilder.Elf();
        file[at] = value;
        if (also != 0)
        {
            // An entry in no segment is taken for a physical one.
            MultibootBuilder.Put(file, MultibootBuilder.ProgramHeader(0, 8), 0xC020_0000);
        }

        Refused(file, sentence);
    }

    [Fact]
    public void An_empty_file_is_refused() => Refused([], "kernel: it has no Multiboot header");

    [Fact]
    public void Damaged_kernels_are_refused_or_loaded_and_never_anything_else() => Gen.OneOf(
            Mutation.Of(MultibootBuilder.Elf(), 0x120), Mutation.Of(MultibootBuilder.Addressed(), 0x120))
        .Sample(file => Mutation.OnlyBootException(() =>
        {
            MultibootLoader.Load(ArrayRam.OfMiB(2), new MultibootRequest { Kernel = new MemoryImage("kernel", file) });
        }), iter: 2_000);

    private static MultibootImage Parse(byte[] file) => MultibootImage.Parse(new MemoryImage("kernel", file));

    private static void Refused(byte[] file, string sentence) =>
        Assert.StartsWith(sentence, Assert.Throws<BootException>(() => Parse(file)).Message, StringComparison.Ordinal);
}
