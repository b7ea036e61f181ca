// Why one call a frame: a tap gives and takes one frame a read or write, and tells by an edge of epoll that there are some. What
// the kernel says costs a call even where it says "none", so that it is asked only when an edge has come since.

using KvmSdk.Devices.Memory;
using KvmSdk.Interop;
using KvmSdk.Kernel;

namespace KvmSdk.DeviceShells.Virtio;

/// <summary>One queue of a tap: a descriptor. Reads and writes do not wait, and each is a frame behind virtio's header.</summary>
/// <param name="descriptor">The descriptor.</param>
[HotPath]
internal sealed unsafe class TapQueue(Descriptor descriptor) : IDisposable
{
    // The kernel keeps 500 frames for a tap, or as many as somebody has told it; more come while they are thrown away.
    private const int MostDiscarded = 65536;

    private volatile bool _mayHaveFrames = true;

    /// <summary>The descriptor, valid until <see cref="Dispose"/>.</summary>
    public int Number => descriptor.Number;

    /// <summary>Whether the kernel gives it frames. One that is detached cannot be read, nor written.</summary>
    public bool IsAttached { get; set; } = true;

    /// <summary>Why the tap can be used no more; 0 while it can.</summary>
    public Errno Lost { get; private set; }

    /// <summary>Whether it is worth asking for a frame. To be set when epoll says so.</summary>
    public bool MayHaveFrames
    {
        get => _mayHaveFrames;
        set => _mayHaveFrames = value;
    }

    /// <summary>Reads one frame, if there is one.</summary>
    public int Receive(ReadOnlySpan<IoVector> pieces)
    {
        if (!_mayHaveFrames || !IsAttached)
        {
            return 0;
        }

        // Before the call: a frame that comes behind it sets it again.
        _mayHaveFrames = false;
        Errno errno;
        do
        {
            nint count;

            // SAFETY: the pieces were checked against guest RAM, which outlives the event loop; IoVector has iovec's layout.
            fixed (IoVector* first = pieces)
            {
                count = Libc.readv(Number, (iovec*)first, pieces.Length);
            }

            if (count > 0)
            {
                _mayHaveFrames = true;
                return (int)count;
            }

            errno = count == 0 ? Errno.EBADFD : Libc.errno;
        }
        while (errno == Errno.EINTR);

        if (errno != Errno.EAGAIN)
        {
            OnError(errno);
        }

        return 0;
    }

    /// <summary>Writes one frame. One that would have to wait is lost, as on every Ethernet.</summary>
    public bool Send(ReadOnlySpan<IoVector> pieces)
    {
        Errno errno;
        do
        {
            // SAFETY: as above.
            fixed (IoVector* first = pieces)
            {
                if (Libc.writev(Number, (iovec*)first, pieces.Length) >= 0)
                {
                    return true;
                }
            }

            errno = Libc.errno;
        }
        while (errno == Errno.EINTR);

        OnError(errno);
        return false;
    }

    /// <summary>Throws away the frames that wait.</summary>
    public void Discard()
    {
        byte rest;
        IoVector nowhere = new(&rest, 1);
        for (int i = 0; i < MostDiscarded && IsAttached; i++)
        {
            // SAFETY: the kernel writes one byte to a local, and throws away the rest of the frame.
            if (Libc.readv(Number, (iovec*)&nowhere, 1) <= 0)
            {
                break;
            }
        }

        _mayHaveFrames = true;
    }

    /// <summary>A call has failed, not because it would have had to wait.</summary>
    public void OnError(Errno errno)
    {
        // What the kernel says of a descriptor whose interface is gone. Others, such as EIO of one that is switched off, pass.
        if (errno is Errno.EBADFD or Errno.EBADF or Errno.ENODEV)
        {
            Lost = errno;
        }
    }

    /// <inheritdoc/>
#pragma warning disable KVM0730 // Once, when nobody uses it any more.
    public void Dispose() => descriptor.Dispose();
#pragma warning restore KVM0730
}
