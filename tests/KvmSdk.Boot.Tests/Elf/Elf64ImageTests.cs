using KvmSdk.Boot.Elf;
using KvmSdk.Boot.Tests.Support;

namespace KvmSdk.Boot.Tests.Elf;

public class Elf64ImageTests
{
    [Fact]
    public void A_higher_half_entry_is_translated_to_its_load_address()
    {
        byte[] file = new ElfBuilder { Entry = 0xffff_ffff_8010_0004 }
            .Load(0x10_0000, new byte[16], virtualAddress: 0xffff_ffff_8010_0000).Build();
        Assert.Equal(0x10_0004UL, Parse(file).Entry);
    }

    [Fact]
    public void A_physical_entry_wins_over_a_virtual_one()
    {
        byte[] file = new ElfBuilder { Entry = 0x10_0004 }.Load(0x10_0000, new byte[16], virtualAddress: 0x20_0000)
            .Load(0x30_0000, new byte[16], virtualAddress: 0x10_0000).Build();
        Assert.Equal(0x10_0004UL, Parse(file).Entry);
    }

    [Theory]
    [InlineData(true, 4)]
    [InlineData(true, 8)]
    [InlineData(false, 4)]
    public void The_PVH_entry_is_found_behind_other_notes(bool wide, int align)
    {
        byte[] pvh = wide ? BitConverter.GetBytes(0x10_0008UL) : BitConverter.GetBytes(0x10_0008u);
        byte[] notes =
        [
            .. ElfBuilder.NoteBytes("GNU", 3, new byte[20], align),
            .. ElfBuilder.NoteBytes("Xen", 6, "linux\0"u8.ToArray(), align),
            .. ElfBuilder.NoteBytes("Xen", 18, pvh, align),
        ];
        byte[] file = new ElfBuilder().Load(0x10_0000, new byte[16]).Note(notes, (ulong)align).Build();
        Assert.Equal(0x10_0008u, Parse(file).PvhEntry);
    }

    [Fact]
    public void A_note_of_another_vendor_is_no_PVH_entry()
    {
        byte[] file = new ElfBuilder().Load(0x10_0000, new byte[16]).Note(ElfBuilder.NoteBytes("Xex", 18, new byte[4])).Build();
        Assert.Null(Parse(file).PvhEntry);
    }

    [Theory]
    [InlineData(0xffff_ffffu, 4u)]
    [InlineData(4u, 0xffff_ffffu)]
    [InlineData(0xffff_fff0u, 0xffff_fff0u)]
    public void A_note_whose_sizes_overflow_ends_in_an_error(uint nameSize, uint descriptorSize)
    {
        byte[] note = ElfBuilder.PvhNote(0x10_0000);
        ElfBuilder.Put32(note, 0, nameSize);
        ElfBuilder.Put32(note, 4, descriptorSize);
        byte[] file = new ElfBuilder().Load(0x10_0000, new byte[16]).Note(note).Build();
        Assert.Contains("reaches past the segment's end", Failure(file), StringComparison.Ordinal);
    }

    [Fact]
    public void A_PVH_entry_above_4_GiB_or_outside_the_image_is_refused()
    {
        Assert.Contains("does not hold a 32-bit address", Failure(WithNote(0x1_0010_0000)), StringComparison.Ordinal);
        Assert.Contains("PVH entry 0x200000 lies in no loaded segment", Failure(WithNote(0x20_0000)), StringComparison.Ordinal);

        static byte[] WithNote(ulong entry) => new ElfBuilder().Load(0x10_0000, new byte[16]).Note(ElfBuilder.PvhNote(entry)).Build();
    }

    [Theory]
    [InlineData(0, 0x7e, "a.elf: it is not an ELF file: give an x86-64 vmlinux or another linked ELF executable")]
    [InlineData(4, 1, "a.elf: its ELF class 1 and data encoding 1 are not 64-bit little-endian (2, 1): build the guest for x86-64")]
    [InlineData(5, 2, "a.elf: its ELF class 2 and data encoding 2 are not 64-bit little-endian (2, 1): build the guest for x86-64")]
    [InlineData(16, 1, "a.elf: its ELF type is 1, not an executable (2): give the linked executable")]
    [InlineData(16, 3, "a.elf: it is position-independent and would have to be relocated: link the guest with -no-pie at a fixed address")]
    [InlineData(18, 183, "a.elf: it is for ELF machine 183, not x86-64 (62): build the guest for x86-64")]
    [InlineData(54, 32, "a.elf: it has 1 program headers, or headers of a foreign size (1 to 128 of 56 bytes are expected): "
        + "use the linked executable, not an object file")]
    [InlineData(56, 0, "a.elf: it has 0 program headers, or headers of a foreign size (1 to 128 of 56 bytes are expected): "
        + "use the linked executable, not an object file")]
    [InlineData(27, 0x40, "a.elf: its entry point 0x40100000 lies in no loaded segment: set the entry symbol in the linker script")]
    [InlineData(56, 3, "a.elf: the program header table needs 168 bytes at offset 0x40 but the file has 136: "
        + "the file is truncated or damaged, so copy or build it again")]
    public void A_wrong_header_is_one_sentence(int offset, byte value, string message)
    {
        byte[] file = new ElfBuilder().Load(0x10_0000, new byte[16]).Build();
        file[offset] = value;
        Assert.Equal(message, Failure(file));
    }

    [Fact]
    public void A_truncated_segment_is_refused()
    {
        byte[] file = new ElfBuilder().Load(0x10_0000, new byte[16]).Build();
        Assert.Equal("a.elf: segment 0 needs 16 bytes at offset 0x78 but the file has 135: the file is truncated or damaged, so copy or build it again",
            Failure(file[..^1]));
    }

    [Fact]
    public void Impossible_sizes_are_refused()
    {
        byte[] file = new ElfBuilder().Load(0x10_0000, new byte[16], memorySize: 15).Build();
        Assert.Contains("which is impossible", Failure(file), StringComparison.Ordinal);

        file = new ElfBuilder().Load(ulong.MaxValue - 3, new byte[4], memorySize: 4).Build();
        Assert.Contains("which is impossible", Failure(file), StringComparison.Ordinal);
    }

    [Fact]
    public void Overlapping_segments_are_refused_and_adjacent_ones_are_not()
    {
        Assert.Contains("segment 1 at [0x10000f, 0x10001f) overlaps another at [0x100000, 0x100010)",
            Failure(new ElfBuilder().Load(0x10_0000, new byte[16]).Load(0x10_000f, new byte[16]).Build()), StringComparison.Ordinal);
        Assert.Equal(2, Parse(new ElfBuilder().Load(0x10_0000, new byte[16]).Load(0x10_0010, new byte[16]).Build()).Segments.Length);
    }

    private static Elf64Image Parse(byte[] file) => Elf64Image.Parse(new MemoryImage("a.elf", file));

    private static string Failure(byte[] file) => Assert.Throws<BootException>(() => Parse(file)).Message;
}
