using System.Numerics;
using System.Runtime.CompilerServices;

namespace KvmSdk.Devices.Metering;

/// <summary>The cells, without an array.</summary>
[InlineArray(LatencySnapshot.Cells)]
internal struct LatencyCells
{
    private ulong _first;
}

/// <summary>How long things took, at one moment: a value that can be kept, compared and subtracted.</summary>
public readonly struct LatencySnapshot : IEquatable<LatencySnapshot>
{
    /// <summary>The number of cells: cell 0 counts what took 0 ns, cell n what took from 2^(n-1) to less than 2^n ns; the last, everything from 2^38 ns (4.6 minutes).</summary>
    public const int Cells = 40;

    private readonly LatencyCells _cells;

    internal LatencySnapshot(LatencyCells cells, ulong total)
    {
        _cells = cells;
        TotalNanoseconds = total;
    }

    /// <summary>How long all of them took together, in nanoseconds.</summary>
    public ulong TotalNanoseconds { get; }

    /// <summary>How many were counted.</summary>
    public ulong Count
    {
        get
        {
            ulong count = 0;
            for (int i = 0; i < Cells; i++) count += _cells[i];
            return count;
        }
    }

    /// <summary>How long they took on average, in nanoseconds; 0 if there were none.</summary>
    public ulong MeanNanoseconds => Count is > 0 and var count ? TotalNanoseconds / count : 0;

    /// <summary>What a cell has counted.</summary>
    /// <param name="cell">0 to <see cref="Cells"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such cell.</exception>
    public ulong this[int cell]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(cell);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(cell, Cells);
            return _cells[cell];
        }
    }

    /// <summary>The time that everything in a cell was shorter than, in nanoseconds; for the last one, that which it begins at twice over.</summary>
    /// <param name="cell">0 to <see cref="Cells"/> - 1.</param>
    public static ulong UpperBound(int cell)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cell);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(cell, Cells);
        return 1UL << cell;
    }

    /// <summary>A time that the given part of all was shorter than, in nanoseconds: at most twice the true one. 0 if there were none.</summary>
    /// <param name="percent">More than 0, at most 100; 50 gives the median.</param>
    public ulong Percentile(double percent)
    {
        if (!(percent is > 0 and <= 100)) throw new ArgumentOutOfRangeException(nameof(percent), percent, "a percentile is more than 0 and at most 100");
        ulong count = Count;
        if (count == 0) return 0;
        ulong wanted = Math.Max(1, (ulong)Math.Ceiling(count * (percent / 100)));
        int cell = 0;
        for (ulong seen = _cells[0]; seen < wanted && cell < Cells - 1; seen += _cells[cell]) cell++;
        return UpperBound(cell);
    }

    /// <summary>What was counted since an earlier snapshot of the same histogram.</summary>
    public LatencySnapshot Since(in LatencySnapshot earlier)
    {
        LatencyCells cells = default;
        for (int i = 0; i < Cells; i++) cells[i] = _cells[i] - earlier._cells[i];
        return new(cells, TotalNanoseconds - earlier.TotalNanoseconds);
    }

    /// <inheritdoc/>
    public bool Equals(LatencySnapshot other) =>
        TotalNanoseconds == other.TotalNanoseconds && ((ReadOnlySpan<ulong>)_cells).SequenceEqual(other._cells);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is LatencySnapshot other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Count, TotalNanoseconds);

    /// <summary>For people: how many, and how long half and nearly all of them took.</summary>
    public override string ToString() => Count == 0 ? "none" : $"{Count}: half below {UpperText(50)}, 99 % below {UpperText(99)}";

    /// <summary>Whether two snapshots are equal.</summary>
    public static bool operator ==(LatencySnapshot left, LatencySnapshot right) => left.Equals(right);

    /// <summary>Whether two snapshots differ.</summary>
    public static bool operator !=(LatencySnapshot left, LatencySnapshot right) => !left.Equals(right);

    // 0 for 0, else one more than the position of the highest bit.
    [HotPath]
    internal static int CellOf(ulong nanoseconds) => 64 - BitOperations.LeadingZeroCount(nanoseconds);

    private string UpperText(double percent) => Percentile(percent) is var bound && bound < 10_000 ? $"{bound} ns" : $"{bound / 1000} µs";
}
