using KvmSdk.Devices.Memory;

namespace KvmSdk.DeviceShells.Virtio;

/// <summary>How a frame that has come without virtio's header goes to the guest.</summary>
internal static class FrameScatter
{
    private const int HeaderSize = 12;

    /// <summary>Writes a header of zeros (virtio 1.2, section 5.1.6), then the frame; what the pieces do not hold is cut off, which their length then shows.</summary>
    /// <returns>The bytes written, the header's included.</returns>
    [HotPath]
    public static int Write(ReadOnlySpan<byte> frame, ReadOnlySpan<IoVector> pieces)
    {
        int header = HeaderSize;
        int count = 0;
        foreach (IoVector piece in pieces)
        {
            Span<byte> target = piece.First(header + frame.Length);
            count += target.Length;
            int zeros = Math.Min(header, target.Length);
            target[..zeros].Clear();
            header -= zeros;
            target = target[zeros..];
            frame[..target.Length].CopyTo(target);
            frame = frame[target.Length..];
            if (header == 0 && frame.IsEmpty)
            {
                break;
            }
        }

        return count;
    }
}
