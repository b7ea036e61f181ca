using System.Buffers.Binary;
using KvmSdk.Boot.Linux;

namespace KvmSdk.Boot.Payload;

/// <summary>
/// Takes the kernel proper out of a bzImage on the host, which is faster than letting the guest do it and makes the PVH entry usable. The
/// price: the guest's decompressor, which would have placed the kernel at random (KASLR), never runs.
/// </summary>
public static class KernelPayload
{
    // Far above any kernel (a build of everything is below 300 MiB) and well below what a span can hold.
    private const uint MostBytes = 1 << 30;
    private const int SizeField = sizeof(uint);

    /// <summary>How the kernel in a bzImage is compressed.</summary>
    public static PayloadFormat FormatOf(BzImage image)
    {
        Span<byte> start = stackalloc byte[PayloadMagic.Length];
        if (image.PayloadLength < PayloadMagic.Length)
        {
            return PayloadFormat.Unknown;
        }

        image.Reader.Read((long)image.PayloadOffset, start);
        return PayloadMagic.Detect(start);
    }

    /// <summary>Unpacks the kernel.</summary>
    /// <param name="image">A parsed bzImage.</param>
    /// <returns>The ELF file (not yet checked to be one); the caller disposes it.</returns>
    /// <exception cref="BootException">The compression is not supported here, liblzma is missing, or the payload is damaged.</exception>
    public static UnpackedKernel Unpack(BzImage image)
    {
        PayloadFormat format = FormatOf(image);
        if (format is not (PayloadFormat.None or PayloadFormat.Gzip or PayloadFormat.Xz or PayloadFormat.Lz4 or PayloadFormat.Zstd))
        {
            throw new BootException(image.Reader.Name, $"its kernel is packed in a way that cannot be unpacked here ({format})",
                "boot it by its own decompressor (--kernel-entry decompressor), or build it with CONFIG_KERNEL_LZ4");
        }

        int length = UnpackedSize(image, format);
        string name = $"{image.Reader.Name} (unpacked)";
        if (format == PayloadFormat.Lz4)
        {
            ulong end = image.PayloadOffset + image.PayloadLength - SizeField;
            return new UnpackedKernel(format, Lz4Image.Open(name, image.Reader, image.PayloadOffset, end, length));
        }

        NativeBuffer kernel = new(length);
        try
        {
            Decode(image, format, kernel);
            return new UnpackedKernel(format, new NativeImage(name, kernel));
        }
        catch
        {
            kernel.Dispose();
            throw;
        }
    }

    private static void Decode(BzImage image, PayloadFormat format, NativeBuffer kernel)
    {
        if (format == PayloadFormat.None)
        {
            image.Reader.Read((long)image.PayloadOffset, kernel.Span);
            return;
        }

        string name = image.Reader.Name;
        using NativeBuffer packed = new((int)Math.Min(image.PayloadLength, int.MaxValue));
        image.Reader.Read((long)image.PayloadOffset, packed.Span);
        switch (format)
        {
            case PayloadFormat.Gzip:
                using (Stream stream = packed.AsStream(packed.Length))
                {
                    GzipPayload.Decode(stream, kernel.Span, name);
                }

                break;
            case PayloadFormat.Xz:
                XzPayload.Decode(packed.Span[..^SizeField], kernel.Span, name);
                break;
            default:
                ZstdPayload.Decode(packed.Span[..^SizeField], kernel.Span, name);
                break;
        }
    }

    /// <summary>
    /// The size the image announces in its last four bytes (the build appends it to every format but gzip, whose trailer ends in it), believed
    /// only as far as two other facts allow: the kernel declares at least as much memory for unpacking itself (init_size), and no kernel has a GiB.
    /// </summary>
    private static int UnpackedSize(BzImage image, PayloadFormat format)
    {
        if (format == PayloadFormat.None)
        {
            return (int)Math.Min(image.PayloadLength, int.MaxValue);
        }

        Span<byte> field = stackalloc byte[SizeField];
        image.Reader.Read((long)(image.PayloadOffset + image.PayloadLength - SizeField), field);
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(field);
        return size is > 0 and <= MostBytes && size <= image.InitSize
            ? (int)size
            : throw PayloadError.Damaged(image.Reader.Name, format.ToString(),
                $"announces {size} bytes, which is not between 1 and the {image.InitSize} the kernel reserves");
    }
}
