using System.Runtime.InteropServices;

namespace KvmSdk.Boot.Payload;

/// <summary>
/// The one function of liblzma that is needed. Managed xz decoders fail on the x86 branch filter kernels are packed with; the library is loaded
/// at the first call, so that a machine without it only misses xz.
/// </summary>
/// <remarks>lzma/container.h and lzma/base.h, stable since liblzma 5.0.</remarks>
internal static unsafe partial class Liblzma
{
    /// <summary><c>LZMA_OK</c>.</summary>
    public const int Ok = 0;

    /// <summary><c>LZMA_MEMLIMIT_ERROR</c>: the decoder would need more memory than permitted.</summary>
    public const int MemoryLimitError = 6;

    /// <summary>The Debian package that holds the library.</summary>
    public const string Package = "liblzma5";

    /// <summary>Decodes one .xz stream from buffer to buffer.</summary>
    /// <param name="source">The stream; what follows it is left alone.</param>
    /// <param name="destination">Where the bytes go.</param>
    /// <param name="memoryLimit">Most bytes the decoder may allocate.</param>
    /// <param name="produced">Bytes written.</param>
    /// <returns>An <c>lzma_ret</c>.</returns>
    /// <exception cref="DllNotFoundException">The library is not installed.</exception>
    public static int Decode(ReadOnlySpan<byte> source, Span<byte> destination, ulong memoryLimit, out int produced)
    {
        nuint inPosition = 0;
        nuint outPosition = 0;
        // SAFETY: both buffers are pinned over the call, and the library reads and writes only within the sizes given.
        fixed (byte* input = source)
        fixed (byte* output = destination)
        {
            int result = StreamBufferDecode(&memoryLimit, 0, 0, input, &inPosition, (nuint)source.Length, output, &outPosition, (nuint)destination.Length);
            produced = (int)outPosition;
            return result;
        }
    }

    [LibraryImport("liblzma.so.5", EntryPoint = "lzma_stream_buffer_decode")]
    private static partial int StreamBufferDecode(
        ulong* memoryLimit, uint flags, nint allocator, byte* input, nuint* inPosition, nuint inSize, byte* output, nuint* outPosition, nuint outSize);
}
