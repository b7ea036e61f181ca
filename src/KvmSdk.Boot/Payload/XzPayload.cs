namespace KvmSdk.Boot.Payload;

/// <summary>xz, by liblzma.</summary>
internal static class XzPayload
{
    // A kernel is packed with a dictionary of at most 128 MiB (scripts/xz_wrap.sh); a file that wants far more is no kernel.
    private const ulong MemoryLimit = 256UL << 20;

    /// <summary>The signature of <see cref="Liblzma.Decode"/>, so that a test can stand in for a machine without the library.</summary>
    internal delegate int Decoder(ReadOnlySpan<byte> source, Span<byte> destination, ulong memoryLimit, out int produced);

    /// <summary>Unpacks the stream; it must fill the destination exactly.</summary>
    public static void Decode(ReadOnlySpan<byte> source, Span<byte> destination, string name) => Decode(source, destination, name, Liblzma.Decode);

    internal static void Decode(ReadOnlySpan<byte> source, Span<byte> destination, string name, Decoder decoder)
    {
        int result;
        int produced;
        try
        {
            result = decoder(source, destination, MemoryLimit, out produced);
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            throw new BootException(name, "its xz payload needs liblzma.so.5, which this machine lacks",
                $"install {Liblzma.Package} (apt-get install {Liblzma.Package}), or boot the kernel by its own decompressor", error);
        }

        if (result == Liblzma.MemoryLimitError)
        {
            throw PayloadError.Damaged(name, "xz", $"wants more than {MemoryLimit >> 20} MiB to be decoded");
        }

        if (result != Liblzma.Ok)
        {
            throw PayloadError.Damaged(name, "xz", $"cannot be decoded (lzma_ret {result})");
        }

        if (produced != destination.Length)
        {
            throw PayloadError.Short(name, "xz", produced, destination.Length);
        }
    }
}
