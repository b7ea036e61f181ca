using KvmSdk.Devices.Memory;
using KvmSdk.Devices.Virtio.Net;
using KvmSdk.Interop;

namespace KvmSdk.DeviceShells.Virtio;

/// <summary>A network that is a tap, or none at all.</summary>
[HotPath]
internal readonly unsafe struct TapBackend(TapPort? port) : INetBackend
{
    // The kernel keeps 500 frames for a tap, or as many as somebody has told it; more come while they are thrown away.
    private const int MostDiscarded = 65536;

    /// <inheritdoc/>
    public int Receive(ReadOnlySpan<IoVector> pieces)
    {
        if (port is null || !port.MayHaveFrames)
        {
            return 0;
        }

        // Before the call: a frame that comes behind it sets it again.
        port.MayHaveFrames = false;
        Errno errno;
        do
        {
            nint count;

            // SAFETY: the pieces were checked against guest RAM, which outlives the event loop; IoVector has iovec's layout.
            fixed (IoVector* first = pieces)
            {
                count = Libc.readv(port.Number, (iovec*)first, pieces.Length);
            }

            if (count > 0)
            {
                port.MayHaveFrames = true;
                return (int)count;
            }

            errno = count == 0 ? Errno.EBADFD : Libc.errno;
        }
        while (errno == Errno.EINTR);

        if (errno != Errno.EAGAIN)
        {
            port.OnError(errno);
        }

        return 0;
    }

    /// <inheritdoc/>
    public bool Send(ReadOnlySpan<IoVector> pieces)
    {
        if (port is null)
        {
            return false;
        }

        Errno errno;
        do
        {
            // SAFETY: as above.
            fixed (IoVector* first = pieces)
            {
                if (Libc.writev(port.Number, (iovec*)first, pieces.Length) >= 0)
                {
                    return true;
                }
            }

            errno = Libc.errno;
        }
        while (errno == Errno.EINTR);

        // A frame that would have to wait is lost, as on every Ethernet.
        port.OnError(errno);
        return false;
    }

    /// <inheritdoc/>
    public void Restart(ulong features)
    {
        if (port is null)
        {
            return;
        }

        port.SetOffloads(features);
        byte rest;
        IoVector nowhere = new(&rest, 1);
        for (int i = 0; i < MostDiscarded; i++)
        {
            // SAFETY: the kernel writes one byte to a local, and throws away the rest of the frame.
            if (Libc.readv(port.Number, (iovec*)&nowhere, 1) <= 0)
            {
                break;
            }
        }

        port.MayHaveFrames = true;
    }
}
