namespace KvmSdk.Devices.Limits;

/// <summary>What a <see cref="RateLimiter"/> remembers, as values. The limits themselves are configuration.</summary>
public readonly record struct RateLimiterState
{
    /// <summary>Whole operations that may begin at once; less than 0 if more have begun than might.</summary>
    public long Operations { get; init; }

    /// <summary>Whole bytes that may be moved at once; less than 0 if more were moved than might.</summary>
    public long Bytes { get; init; }
}
