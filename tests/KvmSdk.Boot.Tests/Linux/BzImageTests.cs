using KvmSdk.Boot.Linux;
using KvmSdk.Boot.Tests.Support;

namespace KvmSdk.Boot.Tests.Linux;

public class BzImageTests
{
    [Fact]
    public void Numbers_of_the_setup_header_are_read()
    {
        BzImage image = Parse(new BzImageBuilder { Payload = (0x100, 0x200) }.Build());

        Assert.Equal(0x20f, image.ProtocolVersion);
        Assert.Equal((BzImageBuilder.SetupSize, 0x1000UL), ((int)image.KernelOffset, image.KernelSize));
        Assert.Equal((0x7fff_ffffUL, 2047UL), (image.InitrdAddressMax, image.CommandLineMax));
        Assert.Equal((BzImageBuilder.SetupSize + 0x100UL, 0x200UL), (image.PayloadOffset, image.PayloadLength));
        // Linked for 16 MiB, so it runs there although 2 MiB would be the first aligned address.
        Assert.Equal((0x100_0000UL, 0x120_0000UL), (image.RuntimeStart, image.End));
        Assert.Equal(0x26c - 0x1f1, image.Header.Length);
    }

    [Fact]
    public void A_kernel_linked_low_runs_at_the_first_aligned_address()
    {
        byte[] file = new BzImageBuilder().Build();
        ElfBuilder.Put64(file, 0x258, 0);
        Assert.Equal(0x20_0000UL, Parse(file).RuntimeStart);
    }

    [Fact]
    public void A_kernel_that_cannot_move_runs_at_its_preferred_address()
    {
        byte[] file = new BzImageBuilder().Build();
        file[0x234] = 0;
        ElfBuilder.Put32(file, 0x230, 0);
        ElfBuilder.Put64(file, 0x258, 0x11_0000);
        Assert.Equal(0x11_0000UL, Parse(file).RuntimeStart);
    }

    [Fact]
    public void Zero_setup_sectors_mean_four()
    {
        byte[] file = new BzImageBuilder().Build();
        file[0x1f1] = 0;
        Assert.Equal(5UL * 512, Parse(file).KernelOffset);
    }

    [Fact]
    public void A_signature_behind_the_kernel_is_left_out()
    {
        byte[] file = [.. new BzImageBuilder().Build(), .. new byte[777]];
        Assert.Equal(0x1000UL, Parse(file).KernelSize);
    }

    [Theory]
    [InlineData(0x1fe, 0u, "vmlinuz: it is neither a bzImage nor an ELF file: give a vmlinuz (bzImage) or vmlinux (ELF) for x86-64")]
    [InlineData(0x202, 0u, "vmlinuz: it is neither a bzImage nor an ELF file: give a vmlinuz (bzImage) or vmlinux (ELF) for x86-64")]
    [InlineData(0x206, 0x20bu, "vmlinuz: its boot protocol 2.11 has no 64-bit entry (2.12 introduced it): use Linux 3.8 or newer")]
    [InlineData(0x211, 0u, "vmlinuz: it is a zImage, loaded below 640 KiB: build a bzImage")]
    [InlineData(0x236, 0x7eu, "vmlinuz: it has no 64-bit entry point (XLF_KERNEL_64 is not set): use an x86-64 kernel, not a 32-bit one")]
    [InlineData(0x200, 0x6448_01ebu, "vmlinuz: its setup header ends at 0x203, not between 0x264 and 0x290: the file is damaged, so copy or build it again")]
    [InlineData(0x230, 0x30_0000u, "vmlinuz: its kernel alignment 0x300000 is no power of two: the file is damaged, so copy or build it again")]
    [InlineData(0x25c, 1u, "vmlinuz: its preferred address 0x101000000 is not between 1 MiB and 4 GiB: the file is damaged, so copy or build it again")]
    [InlineData(0x1f4, 0x102u, "vmlinuz: the kernel needs 4128 bytes at offset 0xa00 but the file has 6656: "
        + "the file is truncated or damaged, so copy or build it again")]
    [InlineData(0x248, 0x1001u, "vmlinuz: its payload of 0 bytes at file offset 0x1a01 reaches past the 4096 bytes of kernel: "
        + "the file is damaged, so copy or build it again")]
    public void A_wrong_header_is_one_sentence(int offset, uint value, string message)
    {
        byte[] file = new BzImageBuilder().Build();
        ElfBuilder.Put32(file, offset, value);
        Assert.Equal(message, Assert.Throws<BootException>(() => Parse(file)).Message);
    }

    [Fact]
    public void A_file_too_short_for_a_header_is_no_kernel() =>
        Assert.Contains("neither a bzImage nor an ELF file", Assert.Throws<BootException>(() => Parse(new byte[0x28f])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0x206)]
    [InlineData(0x211)]
    [InlineData(0x28f)]
    public void A_file_cut_in_its_setup_header_is_truncated_and_nothing_else(int length) => Assert.Equal(
        $"vmlinuz: the setup header needs 656 bytes at offset 0x0 but the file has {length}: the file is truncated or damaged, so copy or build it again",
        Assert.Throws<BootException>(() => Parse(new BzImageBuilder().Build()[..length])).Message);

    [Theory]
    [InlineData(64)]
    [InlineData(4096)]
    public void An_AArch64_kernel_is_named_as_such(int length)
    {
        byte[] image = new byte[length];
        "MZ"u8.CopyTo(image);
        "ARM\u0064"u8.CopyTo(image.AsSpan(0x38));
        Assert.Equal(
            "vmlinuz: it is a kernel for AArch64: give a vmlinuz (bzImage) or vmlinux (ELF) for x86-64", Assert.Throws<BootException>(() => Parse(image)).Message);
    }

    [Fact]
    public void An_empty_file_is_no_kernel() =>
        Assert.Contains("neither a bzImage nor an ELF file", Assert.Throws<BootException>(() => Parse([])).Message, StringComparison.Ordinal);

    private static BzImage Parse(byte[] file) => BzImage.Parse(new MemoryImage("vmlinuz", file));
}
