using KvmSdk.Devices.Metering;

namespace KvmSdk.DeviceShells.Virtio;

/// <summary>The counters of one persistent memory. Flushes are counted under the device's lock, dropped writes by any vCPU; a reader takes no lock.</summary>
internal sealed class PmemCounterCells
{
    private ulong _flushes;
    private ulong _hostFlushes;
    private ulong _errors;
    private ulong _writesDropped;

    /// <summary>How long the host's flushes took.</summary>
    public LatencyHistogram FlushLatency { get; } = new();

    /// <summary>The values now.</summary>
    public PmemCounters Read() => new(Volatile.Read(ref _flushes), Volatile.Read(ref _hostFlushes), Volatile.Read(ref _errors), Volatile.Read(ref _writesDropped));

    /// <summary>Counts a flush of the host's.</summary>
    /// <param name="requests">Whose requests it answers.</param>
    /// <param name="nanoseconds">How long it took.</param>
    /// <param name="succeeded">Whether it did.</param>
    [HotPath]
    public void CountFlush(int requests, ulong nanoseconds, bool succeeded)
    {
        _flushes += (uint)requests;
        _hostFlushes++;
        _errors += succeeded ? 0u : (uint)requests;
        FlushLatency.Record(nanoseconds);
    }

    /// <summary>Counts a write that changed nothing.</summary>
    /// <returns>Whether it is the first.</returns>
    [HotPath]
    public bool CountDropped() => Interlocked.Increment(ref _writesDropped) == 1;
}
