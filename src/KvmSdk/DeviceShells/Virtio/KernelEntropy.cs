using KvmSdk.Devices.Virtio.Entropy;
using KvmSdk.Interop;

namespace KvmSdk.DeviceShells.Virtio;

/// <summary>The host kernel's random numbers, straight into guest memory.</summary>
[HotPath]
internal readonly struct KernelEntropy : IEntropySource
{
    /// <inheritdoc/>
    public unsafe bool TryFill(Span<byte> bytes)
    {
        // SAFETY: the kernel writes within the span. It is guest memory, which does not move.
        fixed (byte* start = bytes)
        {
            for (int filled = 0; filled < bytes.Length;)
            {
                nint count = Libc.getrandom(start + filled, (nuint)(bytes.Length - filled), 0);
                if (count < 0 && Libc.errno != Errno.EINTR)
                {
                    return false;
                }

                filled += (int)Math.Max(count, 0);
            }
        }

        return true;
    }
}
