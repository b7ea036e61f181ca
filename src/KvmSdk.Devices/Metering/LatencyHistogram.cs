namespace KvmSdk.Devices.Metering;

/// <summary>How long things took: a cell for each power of two of nanoseconds, made once.</summary>
/// <remarks>One thread at a time records; any may read at the same time, takes no lock, and may miss what is just being recorded.</remarks>
public sealed class LatencyHistogram
{
    private LatencyCells _cells;
    private ulong _total;

    /// <summary>Counts one thing.</summary>
    /// <param name="nanoseconds">How long it took. What is longer than the last cell's begins at counts there.</param>
    [HotPath]
    public void Record(ulong nanoseconds)
    {
        int cell = Math.Min(LatencySnapshot.CellOf(nanoseconds), LatencySnapshot.Cells - 1);
        Volatile.Write(ref _cells[cell], _cells[cell] + 1);
        Volatile.Write(ref _total, _total + nanoseconds);
    }

    /// <summary>The counts now.</summary>
    public LatencySnapshot Read()
    {
        LatencyCells cells = default;
        for (int i = 0; i < LatencySnapshot.Cells; i++) cells[i] = Volatile.Read(ref _cells[i]);
        return new(cells, Volatile.Read(ref _total));
    }
}
