using KvmSdk.Devices.Images.Qcow2;
using ZstdSharp.Unsafe;

namespace KvmSdk.DeviceShells.Virtio;

/// <summary>Unpacks clusters that are compressed with zstd. Its context is made once, outside of the managed heap.</summary>
internal sealed unsafe class ZstdDecoder : IClusterDecoder, IDisposable
{
    private ZSTD_DCtx_s* _context = Methods.ZSTD_createDCtx();

    /// <inheritdoc/>
    [HotPath]
    public bool TryDecode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (_context == null)
        {
            return false;
        }

        // SAFETY: decoder and buffers live through the call, which keeps to the sizes that it is given.
        fixed (byte* from = source)
        fixed (byte* to = destination)
        {
            ZSTD_inBuffer_s input = new() { src = from, size = (nuint)source.Length };
            ZSTD_outBuffer_s output = new() { dst = to, size = (nuint)destination.Length };
#pragma warning disable KVM0730 // A port of the C library: it works in its context and allocates nothing managed, as a test holds.
            _ = Methods.ZSTD_DCtx_reset(_context, ZSTD_ResetDirective.ZSTD_reset_session_only);
            while (output.pos < output.size)
            {
                nuint before = input.pos + output.pos;
                nuint left = Methods.ZSTD_decompressStream(_context, &output, &input);
                if (Methods.ZSTD_isError(left) || input.pos + output.pos == before)
                {
                    break;
                }
            }
#pragma warning restore KVM0730

            return output.pos == output.size;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // SAFETY: freed once; the disk's thread has ended.
        _ = Methods.ZSTD_freeDCtx(_context);
        _context = null;
    }
}
