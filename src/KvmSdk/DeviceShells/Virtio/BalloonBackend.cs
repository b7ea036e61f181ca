using KvmSdk.Devices.Virtio.Balloon;
using KvmSdk.Interop;

namespace KvmSdk.DeviceShells.Virtio;

/// <summary>The anonymous memory behind RAM. KVM learns from the kernel's memory management what is gone, and asks anew when the guest touches it.</summary>
[HotPath]
internal readonly unsafe struct BalloonBackend(BalloonDevice device) : IBalloonBackend
{
    /// <inheritdoc/>
    public bool Discard(byte* start, nuint length) => Advise(start, length, Libc.MADV_DONTNEED);

    /// <inheritdoc/>
    public bool Populate(byte* start, nuint length) => Advise(start, length, Libc.MADV_POPULATE_WRITE);

    /// <inheritdoc/>
    public void OnActual() => device.OnActual();

    /// <inheritdoc/>
    public void OnStatistics() => device.OnStatistics();

    private bool Advise(byte* start, nuint length, int advice)
    {
        Errno errno;
        do
        {
            // SAFETY: the device core checked the range against guest RAM, which is mapped for as long as devices run; the guest gave it up, and
            // devices that use it meanwhile find zeros in place of what was there.
            if (Libc.madvise(start, length, advice) == 0)
            {
                return true;
            }

            errno = Libc.errno;
        }
        while (errno is Errno.EINTR or Errno.EAGAIN);

        device.OnHostError(errno);
        return false;
    }
}
