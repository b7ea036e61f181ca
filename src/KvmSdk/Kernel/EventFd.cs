using KvmSdk.Interop;

namespace KvmSdk.Kernel;

/// <summary>
/// An eventfd: a doorbell. Whoever waits either reads it (<see cref="Wait"/>), or asks epoll for edges and never reads: every ring
/// is one, and the counter would overflow after 2^64 rings.
/// </summary>
internal sealed class EventFd : IDisposable
{
    private readonly Descriptor _descriptor;

    /// <summary>Makes one that has not rung.</summary>
    /// <param name="blocking">Whether a thread waits in <see cref="Wait"/>.</param>
    /// <exception cref="HostException">The kernel refuses.</exception>
    public EventFd(bool blocking = false)
    {
        int number = Libc.eventfd(0, Libc.EFD_CLOEXEC | (blocking ? 0 : Libc.EFD_NONBLOCK));
        if (number < 0)
        {
            KernelError.Throw("eventfd", Libc.errno);
        }

        _descriptor = new Descriptor(number);
    }

    /// <summary>The descriptor's number, valid until <see cref="Dispose"/>.</summary>
    [HotPath]
    public int Number => _descriptor.Number;

    /// <summary>Rings. The caller makes sure that this is not disposed meanwhile.</summary>
    [HotPath]
    public void Ring() => Ring(Number);

    /// <summary>Waits until it has rung since the last wait; of a blocking one. May return early because of a signal.</summary>
    public unsafe void Wait()
    {
        ulong rings;

        // SAFETY: the kernel writes the 8 bytes of a local.
        _ = Libc.read(Number, &rings, sizeof(ulong));
    }

    /// <summary>Rings the eventfd with this number.</summary>
    [HotPath]
    public static unsafe void Ring(int number)
    {
        ulong one = 1;

        // SAFETY: the kernel reads the 8 bytes of a local. The result is ignored: with a live eventfd the call cannot fail.
        _ = Libc.write(number, &one, sizeof(ulong));
    }

    /// <inheritdoc/>
    public void Dispose() => _descriptor.Dispose();
}
