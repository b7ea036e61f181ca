namespace KvmSdk.Boot;

/// <summary>A half-open range [<see cref="Start"/>, <see cref="End"/>) of guest physical addresses.</summary>
/// <param name="Start">First byte.</param>
/// <param name="Length">Bytes; <c>Start + Length</c> must not exceed 2^64 - 1.</param>
public readonly record struct RamRange(ulong Start, ulong Length)
{
    /// <summary>One past the last byte.</summary>
    public ulong End => Start + Length;

    /// <summary>Whether [start, start + length) lies inside, for any values, including sums past 2^64.</summary>
    public bool Contains(ulong start, ulong length) => start >= Start && length <= Length && start - Start <= Length - length;

    /// <summary>Whether the two ranges share a byte; an empty range shares none.</summary>
    public bool Overlaps(RamRange other) => Length != 0 && other.Length != 0 && Start < other.End && other.Start < End;

    /// <summary>The range as messages print it, end exclusive.</summary>
    public override string ToString() => $"[0x{Start:x}, 0x{End:x})";
}
