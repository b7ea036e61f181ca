using CsCheck;
using KvmSdk.Boot.Linux;
using KvmSdk.Boot.Payload;
using KvmSdk.Boot.Tests.Support;

namespace KvmSdk.Boot.Tests.Payload;

public class KernelPayloadTests
{
    private static readonly byte[] s_code = [.. Enumerable.Range(0, 3000).Select(i => (byte)(i / 7))];
    private static readonly byte[] s_elf = new ElfBuilder().Load(0x10_0000, s_code, 0x2000)
        .Note(ElfBuilder.PvhNote(0x10_0010)).Build();

    public static TheoryData<PayloadFormat> Formats => [PayloadFormat.None, PayloadFormat.Gzip, PayloadFormat.Lz4, PayloadFormat.Zstd];

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_kernel_is_unpacked(PayloadFormat format)
    {
        using UnpackedKernel kernel = Unpack(Pack(format, s_elf));
        Assert.Equal((format, s_elf.Length, "vmlinuz (unpacked)"), (kernel.Format, (int)kernel.Length, kernel.Name));
        Assert.Equal(s_elf, All(kernel));
        Assert.Equal(s_elf, Copied(kernel));
    }

    [Fact]
    public void An_xz_kernel_is_unpacked_through_the_x86_filter()
    {
        using UnpackedKernel kernel = Unpack(Packed.Xz());
        Assert.Equal(PayloadFormat.Xz, kernel.Format);
        Assert.Equal(Packed.Calls(), All(kernel));
    }

    [Fact]
    public void An_LZ4_kernel_may_have_several_blocks()
    {
        byte[] bytes = new byte[(17 << 20) + 3];
        new Random(1).NextBytes(bytes.AsSpan(0, 9 << 20));
        using UnpackedKernel kernel = Unpack(Packed.Lz4(bytes), initSize: 32 << 20);
        Assert.True(bytes.AsSpan().SequenceEqual(All(kernel)));
        Assert.True(bytes.AsSpan().SequenceEqual(Copied(kernel)));

        // Back to an earlier block, and over the border of two.
        byte[] part = new byte[100];
        kernel.Read((8 << 20) - 50, part);
        Assert.Equal(bytes[((8 << 20) - 50)..((8 << 20) + 50)], part);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_bzImage_is_unpacked_to_be_started_by_PVH(PayloadFormat format)
    {
        ArrayRam ram = ArrayRam.OfMiB(4);
        ram.Fill(0xff);
        LinuxBootRequest request = new() { Kernel = new MemoryImage("vmlinuz", Packed.Image(Pack(format, s_elf))), Entry = LinuxEntry.Pvh };
        LoadedLinux loaded = LinuxLoader.Load(ram, request);

        Assert.Equal((LinuxEntry.Pvh, 0x10_0010UL), (loaded.Entry, loaded.Cpu.Rip));
        Assert.Equal(s_code, ram.At(0x10_0000, 3000).ToArray());
        Assert.False(ram.At(0x10_0000 + 3000, 0x2000 - 3000).ContainsAnyExcept((byte)0));
    }

    [Fact]
    public void The_64_bit_entry_of_an_unpacked_kernel_gets_the_setup_header_of_its_bzImage()
    {
        byte[] image = Packed.Image(Packed.Lz4(s_elf));
        image[0x1f2] = 1; // root_flags: mount the root read-only
        ArrayRam ram = ArrayRam.OfMiB(4);
        LinuxLoader.Load(ram, new LinuxBootRequest { Kernel = new MemoryImage("vmlinuz", image), Entry = LinuxEntry.Kernel64 });
        Assert.Equal(1, ram.At(BootLayout.ZeroPage + 0x1f2, 1)[0]);
    }

    [Theory]
    [InlineData(new byte[] { 0x42, 0x5a, 0x68, 0x39, 0, 0, 0, 0 }, "Bzip2")]
    [InlineData(new byte[] { 0x5d, 0, 0, 0, 0, 0, 0, 0 }, "Lzma")]
    [InlineData(new byte[] { 0x89, 0x4c, 0x5a, 0x4f, 0, 0, 0, 0 }, "Lzo")]
    [InlineData(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 }, "Unknown")]
    [InlineData(new byte[] { 1 }, "Unknown")]
    public void A_format_not_decoded_here_is_named(byte[] payload, string format) =>
        Assert.Equal($"vmlinuz: its kernel is packed in a way that cannot be unpacked here ({format}): "
            + "boot it by its own decompressor (--kernel-entry decompressor), or build it with CONFIG_KERNEL_LZ4", Failure(payload));

    [Theory]
    [InlineData(0u)]
    [InlineData(0x20_0001u)]
    [InlineData(uint.MaxValue)]
    public void A_size_the_kernel_cannot_have_is_not_believed(uint size)
    {
        byte[] payload = Packed.Lz4(s_elf);
        ElfBuilder.Put32(payload, payload.Length - 4, size);
        Assert.Equal($"vmlinuz: its Lz4 payload announces {size} bytes, which is not between 1 and the 2097152 the kernel reserves: "
            + "the file is damaged, so copy or build it again", Failure(payload));
    }

    [Theory]
    [InlineData(PayloadFormat.Gzip, +1)]
    [InlineData(PayloadFormat.Gzip, -1)]
    [InlineData(PayloadFormat.Lz4, +1)]
    [InlineData(PayloadFormat.Lz4, -1)]
    [InlineData(PayloadFormat.Zstd, +1)]
    [InlineData(PayloadFormat.Zstd, -1)]
    [InlineData(PayloadFormat.Xz, +1)]
    [InlineData(PayloadFormat.Xz, -1)]
    public void A_size_that_differs_from_the_content_is_refused(PayloadFormat format, int by)
    {
        byte[] payload = format == PayloadFormat.Xz ? Packed.Xz() : Pack(format, s_elf);
        int size = BitConverter.ToInt32(payload, payload.Length - 4);
        ElfBuilder.Put32(payload, payload.Length - 4, (uint)(size + by));
        Assert.EndsWith("the file is damaged, so copy or build it again", Failure(payload), StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_liblzma_is_said_with_its_package()
    {
        BootException error = Assert.Throws<BootException>(() => XzPayload.Decode([], new byte[1], "vmlinuz", Missing));
        Assert.Equal("vmlinuz: its xz payload needs liblzma.so.5, which this machine lacks: "
            + "install liblzma5 (apt-get install liblzma5), or boot the kernel by its own decompressor", error.Message);

        static int Missing(ReadOnlySpan<byte> source, Span<byte> destination, ulong limit, out int produced) => throw new DllNotFoundException();
    }

    [Theory]
    [InlineData(PayloadFormat.Gzip)]
    [InlineData(PayloadFormat.Lz4)]
    [InlineData(PayloadFormat.Zstd)]
    [InlineData(PayloadFormat.Xz)]
    public void A_damaged_payload_ends_in_a_boot_error_and_nothing_else(PayloadFormat format)
    {
        byte[] good = format == PayloadFormat.Xz ? Packed.Xz() : Pack(format, s_elf);
        UnpackAll(good);
        Mutation.Of(good, 64).Sample(bad => Mutation.OnlyBootException(() => UnpackAll(bad)), iter: 5_000);
    }

    [Fact]
    public void The_memory_of_a_kernel_can_not_be_read_after_dispose()
    {
        UnpackedKernel kernel = Unpack(Packed.Lz4(s_elf));
        kernel.Dispose();
        Assert.Throws<ObjectDisposedException>(() => kernel.Read(0, new byte[1]));
    }

    private static byte[] Pack(PayloadFormat format, byte[] bytes) => format switch
    {
        PayloadFormat.Gzip => Packed.Gzip(bytes),
        PayloadFormat.Lz4 => Packed.Lz4(bytes),
        PayloadFormat.Zstd => Packed.Zstd(bytes),
        _ => bytes,
    };

    private static UnpackedKernel Unpack(byte[] payload, uint initSize = 0x20_0000) =>
        KernelPayload.Unpack(BzImage.Parse(new MemoryImage("vmlinuz", Packed.Image(payload, initSize))));

    private static string Failure(byte[] payload) => Assert.Throws<BootException>(() => UnpackAll(payload)).Message;

    private static void UnpackAll(byte[] payload)
    {
        using UnpackedKernel kernel = Unpack(payload);
        All(kernel);
    }

    private static byte[] Copied(UnpackedKernel kernel)
    {
        using MemoryStream copy = new();
        kernel.CopyTo(copy);
        return copy.ToArray();
    }

    private static byte[] All(UnpackedKernel kernel)
    {
        byte[] bytes = new byte[kernel.Length];
        kernel.Read(0, bytes);
        return bytes;
    }
}
