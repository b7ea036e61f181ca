namespace KvmSdk.Devices.Limits;

// Why a bucket may go below zero: a request of 1 MiB must pass a bucket that holds 100 KiB, or it would never pass. What goes below is
// waited for by whoever comes next, so that the rate holds over any stretch of time longer than one request.
//
// Why in billionths of a token: time comes in nanoseconds and rates in tokens a second, and their product is exact. A bucket that rounded
// would lose a little at every request, and most of all at the rates where requests are many.

/// <summary>A token bucket: it fills at a steady rate up to a burst, and whoever does something takes tokens out. It has no clock and makes no thread.</summary>
/// <remarks>A mutable struct for a field that is not read-only. Not thread-safe. A time that goes back counts as no time.</remarks>
[HotPath]
public struct TokenBucket
{
    private const ulong Nanoseconds = 1_000_000_000;

    private readonly ulong _rate;
    private readonly Int128 _capacity;
    private Int128 _level;
    private ulong _time;

    /// <summary>A full bucket.</summary>
    /// <param name="rate">Tokens a second; 0 for a bucket that never keeps anybody waiting.</param>
    /// <param name="burst">The most tokens that it holds. Taken as at least one.</param>
    public TokenBucket(ulong rate, ulong burst)
    {
        _rate = rate;
        _capacity = (Int128)Math.Max(burst, 1) * Nanoseconds;
        _level = _capacity;
    }

    /// <summary>Whether it has a rate at all.</summary>
    public readonly bool IsLimited => _rate != 0;

    /// <summary>Whole tokens in it when it was last asked; less than 0 if more was taken than was there.</summary>
    public readonly long Level => Whole(_level);

    /// <summary>How long until something may be taken, in nanoseconds: 0 for now, else at least 1 and never too little.</summary>
    /// <param name="now">The time in nanoseconds since any fixed moment, by a clock that does not go back.</param>
    public ulong WaitAt(ulong now)
    {
        if (_rate == 0) return 0;
        Fill(now);
        if (_level > 0) return 0;
        UInt128 missing = (UInt128)(1 - _level);
        UInt128 wait = (missing + _rate - 1) / _rate;
        return wait > ulong.MaxValue ? ulong.MaxValue : (ulong)wait;
    }

    /// <summary>Takes tokens, whether they are there or not: ask <see cref="WaitAt"/> before.</summary>
    /// <param name="tokens">How many.</param>
    /// <param name="now">The time, as in <see cref="WaitAt"/>.</param>
    public void Take(ulong tokens, ulong now)
    {
        if (_rate == 0) return;
        Fill(now);
        _level -= (Int128)tokens * Nanoseconds;
    }

    /// <summary>The same bucket with another level, e.g. of a snapshot: time begins anew with the next question.</summary>
    /// <param name="level">Whole tokens; more than the burst is the burst.</param>
    public readonly TokenBucket WithLevel(long level)
    {
        TokenBucket other = this;
        other._time = 0;
        other._level = Int128.Min((Int128)level * Nanoseconds, _capacity);
        return other;
    }

    private void Fill(ulong now)
    {
        // The first question only tells the time: a bucket that is not full, as after a snapshot, has seen none pass.
        ulong passed = _time == 0 || now <= _time ? 0 : now - _time;
        if (_time == 0 || now > _time) _time = Math.Max(now, 1);
        // Unsigned, because the largest rate for the longest time needs all 128 bits.
        UInt128 gained = (UInt128)passed * _rate;
        _level = gained < (UInt128)(_capacity - _level) ? _level + (Int128)gained : _capacity;
    }

    private static long Whole(Int128 level)
    {
        Int128 whole = level / Nanoseconds;
        return whole > long.MaxValue ? long.MaxValue : whole < long.MinValue ? long.MinValue : (long)whole;
    }
}
