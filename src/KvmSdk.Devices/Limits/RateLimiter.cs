namespace KvmSdk.Devices.Limits;

/// <summary>What a device may do in a stretch of time: so many operations, and so many bytes. Both have to have room.</summary>
/// <remarks>
/// Not thread-safe: whoever serialises the device serialises this. A device that has to wait keeps what it was asked for in its
/// queue, and asks its shell to come back after <see cref="WaitAt"/>; nobody polls, and no thread of the guest's is held.
/// </remarks>
[HotPath]
public sealed class RateLimiter
{
    private TokenBucket _operations;
    private TokenBucket _bytes;

    /// <summary>A limiter whose buckets are full.</summary>
    /// <param name="operations">Counts operations.</param>
    /// <param name="bytes">Counts bytes.</param>
    public RateLimiter(TokenBucket operations, TokenBucket bytes)
    {
        _operations = operations;
        _bytes = bytes;
    }

    /// <summary>Whether anybody can ever be kept waiting. If not, there is no need to look at a clock.</summary>
    public bool IsLimited => _operations.IsLimited || _bytes.IsLimited;

    /// <summary>How often something had to wait.</summary>
    public ulong Waits { get; private set; }

    /// <summary>How long until the next operation may begin, in nanoseconds; 0 for now.</summary>
    /// <param name="now">The time in nanoseconds, by a clock that does not go back.</param>
    public ulong WaitAt(ulong now)
    {
        ulong wait = Math.Max(_operations.WaitAt(now), _bytes.WaitAt(now));
        if (wait != 0) Waits++;
        return wait;
    }

    /// <summary>Counts one operation that begins.</summary>
    /// <param name="bytes">The bytes that it moves.</param>
    /// <param name="now">The time, as in <see cref="WaitAt"/>.</param>
    public void Take(ulong bytes, ulong now)
    {
        _operations.Take(1, now);
        _bytes.Take(bytes, now);
    }

    /// <summary>What is in the buckets, for a snapshot.</summary>
    public RateLimiterState Save() => new() { Operations = _operations.Level, Bytes = _bytes.Level };

    /// <summary>Takes over what was in the buckets; more than a burst is a burst.</summary>
    public void Restore(in RateLimiterState state)
    {
        _operations = _operations.WithLevel(state.Operations);
        _bytes = _bytes.WithLevel(state.Bytes);
    }
}
