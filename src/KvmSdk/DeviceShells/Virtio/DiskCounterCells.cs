using System.Diagnostics;
using KvmSdk.Devices.Metering;
using KvmSdk.Devices.Virtio.Block;

namespace KvmSdk.DeviceShells.Virtio;

/// <summary>The counters of one disk. Written under the device's lock; a reader takes none, and may be a request behind.</summary>
/// <param name="requests">The most requests that are under way at once.</param>
internal sealed class DiskCounterCells(int requests = DiskCounterCells.DefaultRequests)
{
    /// <summary>The requests under way at once of a device that does not say.</summary>
    public const int DefaultRequests = 64;

    private readonly long[] _begun = new long[requests];
    private ulong _reads;
    private ulong _writes;
    private ulong _flushes;
    private ulong _bytesRead;
    private ulong _bytesWritten;
    private ulong _errors;

    /// <summary>How long reads took, from when they were taken from the queue; those answered at once are not among them.</summary>
    public LatencyHistogram ReadLatency { get; } = new();

    /// <summary>How long writes, zeroings and discards took.</summary>
    public LatencyHistogram WriteLatency { get; } = new();

    /// <summary>How long flushes took.</summary>
    public LatencyHistogram FlushLatency { get; } = new();

    /// <summary>The values now.</summary>
    public DiskCounters Read() => new(
        Volatile.Read(ref _reads), Volatile.Read(ref _writes), Volatile.Read(ref _flushes),
        Volatile.Read(ref _bytesRead), Volatile.Read(ref _bytesWritten), Volatile.Read(ref _errors));

    /// <summary>A request has come; one that has waited before came then.</summary>
    [HotPath]
    public void Begin(BlockRequest request)
    {
        if (!request.HasWaited)
        {
            _begun[request.Index] = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>Counts a read that the page cache answered at once. How long it took would cost more to know than it took.</summary>
    [HotPath]
    public void CountAtOnce(BlockRequest request)
    {
        _reads++;
        _bytesRead += request.Length;
    }

    /// <summary>Counts a request that has ended, and how long it took.</summary>
    [HotPath]
    public void Count(BlockRequest request, bool succeeded)
    {
        // Linux's monotonic clock in nanoseconds, which is what a Stopwatch counts there.
        ulong took = (ulong)Math.Max(Stopwatch.GetTimestamp() - _begun[request.Index], 0);
        switch (request.Operation)
        {
            case BlockOperation.Read:
                _reads++;
                _bytesRead += request.Length;
                ReadLatency.Record(took);
                break;
            case BlockOperation.Flush:
                _flushes++;
                FlushLatency.Record(took);
                break;
            default:
                _writes++;
                _bytesWritten += request.Length;
                WriteLatency.Record(took);
                break;
        }

        _errors += succeeded ? 0UL : 1;
    }
}
