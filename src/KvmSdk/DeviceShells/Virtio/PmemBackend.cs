using System.Diagnostics;
using KvmSdk.Devices.Virtio.Pmem;
using KvmSdk.Interop;

namespace KvmSdk.DeviceShells.Virtio;

/// <summary>Flushes the file, on the device's own thread. What the guest's processor wrote is in the host's page cache from the moment on at which it was written.</summary>
/// <param name="file">The file.</param>
/// <param name="cells">What the device has done.</param>
/// <param name="watch">Told of each flush.</param>
[HotPath]
internal readonly struct PmemBackend(PmemFile file, PmemCounterCells cells, PmemWatch watch) : IPmemBackend
{
    /// <inheritdoc/>
    public bool Flush(int requests)
    {
        // Linux's monotonic clock in nanoseconds, which is what a Stopwatch counts there.
        long begun = Stopwatch.GetTimestamp();
        Errno errno = file.Flush();
        cells.CountFlush(requests, (ulong)Math.Max(Stopwatch.GetTimestamp() - begun, 0), errno == 0);
#pragma warning disable KVM0730 // They allocate only when they warn, once, or end the machine.
        if (errno == 0)
        {
            watch.OnFlush();
        }
        else
        {
            watch.OnError(errno);
        }
#pragma warning restore KVM0730

        return errno == 0;
    }
}
