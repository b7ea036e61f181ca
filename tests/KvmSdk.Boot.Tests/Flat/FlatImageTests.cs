using KvmSdk.Boot.Cpu;
using KvmSdk.Boot.Flat;
using KvmSdk.Boot.Tests.Support;

namespace KvmSdk.Boot.Tests.Flat;

public class FlatImageTests
{
    private static readonly MemoryImage s_image = new("guest.bin", new byte[] { 0xb0, 0x41, 0xe6, 0x80, 0xf4 });

    [Fact]
    public void A_long_mode_image_is_loaded_with_its_tables()
    {
        ArrayRam ram = ArrayRam.OfMiB(2);
        ram.Fill(0xcc);

        CpuEntryState state = FlatImage.Load(ram, s_image, new FlatImageOptions { EntryOffset = 2, User = true });

        Assert.Equal(0x10_0002UL, state.Rip);
        Assert.Equal(3, state.Cs.Dpl);
        Assert.Equal([0xb0, 0x41, 0xe6, 0x80, 0xf4, 0xcc], ram.At(0x10_0000, 6).ToArray());
        Assert.Equal(state.Cs.ToDescriptor(), BitConverter.ToUInt64(ram.At(state.Gdt.Base + (ulong)(state.Cs.Selector & ~7), 8)));
        Assert.Equal(0x27, ram.At(state.Cr3, 1)[0]);
        Assert.Equal(state.Rsp, BitConverter.ToUInt64(ram.At(state.Tr.Base + 4, 8)));
    }

    [Fact]
    public void A_boot_sector_starts_at_7c00_and_leaves_memory_alone()
    {
        ArrayRam ram = ArrayRam.OfMiB(1);
        CpuEntryState state = FlatImage.Load(ram, s_image, new FlatImageOptions { Mode = CpuMode.Real16, LoadAddress = 0x7c00, Stack = 0x7c00 });

        Assert.Equal((0x7c0, 0x7c00UL, 0UL, 0x7c00UL), (state.Cs.Selector, state.Cs.Base, state.Rip, state.Rsp));
        Assert.False(ram.At(0, 0x7c00).ContainsAnyExcept((byte)0));
    }

    [Fact]
    public void A_32_bit_image_gets_a_32_bit_GDT()
    {
        ArrayRam ram = ArrayRam.OfMiB(2);
        CpuEntryState state = FlatImage.Load(ram, s_image, new FlatImageOptions { Mode = CpuMode.Protected32 });

        Assert.Equal((0x10_0000UL, true), (state.Rip, state.Cs.DefaultBig));
        Assert.Equal(state.Cs.ToDescriptor(), BitConverter.ToUInt64(ram.At(state.Gdt.Base + state.Cs.Selector, 8)));
    }

    [Theory]
    [InlineData(0x1f_ffffUL, 0UL, CpuMode.Long64, "guest.bin: the image needs guest RAM [0x1fffff, 0x200004) but the machine's low RAM ends at 2 MiB: "
        + "give the machine at least 3 MiB of memory")]
    [InlineData(0x10_0000UL, 5UL, CpuMode.Long64, "guest.bin: the entry at offset 0x5 is past the image's 5 bytes: give an entry offset inside the image")]
    [InlineData(0x8ff0UL, 0UL, CpuMode.Long64, "guest.bin: the image at [0x8ff0, 0x8ff5) overlaps the boot stack at [0x8000, 0x9000): "
        + "link or load it at 0x100000 or above")]
    [InlineData(0x9_fbffUL, 0UL, CpuMode.Protected32, "guest.bin: the image at [0x9fbff, 0x9fc04) overlaps the firmware and ACPI area at [0x9fc00, 0x100000): "
        + "link or load it at 0x100000 or above")]
    [InlineData(0x7c01UL, 0UL, CpuMode.Real16, "guest.bin: load address 0x7c01, entry offset 0x0 and stack 0x8ff0 cannot all be expressed in real mode: "
        + "load it at a multiple of 16 below 1 MiB, with its entry in its first 64 KiB and the stack in the first 64 KiB of memory")]
    [InlineData(0xffff_ffffUL, 0UL, CpuMode.Long64, "guest.bin: the image of 5 bytes at 0xffffffff ends above 4 GiB, which is not mapped at start: "
        + "load it below 4 GiB")]
    [InlineData(0xfff0_0000UL, 0UL, CpuMode.Long64, "guest.bin: the image needs guest RAM [0xfff00000, 0xfff00005), "
        + "which no amount of memory makes RAM below the device hole at 0xc0000000: link or build the image for a lower physical address")]
    public void A_wrong_placement_is_one_sentence(ulong address, ulong entry, CpuMode mode, string message)
    {
        FlatImageOptions options = new() { LoadAddress = address, EntryOffset = entry, Mode = mode };
        BootException error = Assert.Throws<BootException>(() => FlatImage.Load(ArrayRam.OfMiB(2), s_image, options));
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void A_user_start_outside_long_mode_is_refused()
    {
        BootException error = Assert.Throws<BootException>(
            () => FlatImage.Load(ArrayRam.OfMiB(2), s_image, new FlatImageOptions { Mode = CpuMode.Protected32, User = true }));
        Assert.Equal("guest.bin", error.Where);
    }

    [Fact]
    public void An_empty_image_is_refused() =>
        Assert.Throws<BootException>(() => FlatImage.Load(ArrayRam.OfMiB(2), new MemoryImage("empty", default), new FlatImageOptions()));
}
