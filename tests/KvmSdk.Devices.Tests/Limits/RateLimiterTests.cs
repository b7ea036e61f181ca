using KvmSdk.Devices.Limits;

namespace KvmSdk.Devices.Tests.Limits;

public sealed class RateLimiterTests
{
    [Fact]
    public void Both_operations_and_bytes_need_room()
    {
        RateLimiter limiter = new(new TokenBucket(1000, 2), new TokenBucket(1_000_000, 4096));
        Assert.Equal(0UL, limiter.WaitAt(1));
        limiter.Take(8192, 1);
        Assert.Equal(4_096_001UL, limiter.WaitAt(1));
        limiter.Take(0, 1);
        limiter.Take(0, 1);
        limiter.Take(0, 1);
        limiter.Take(0, 1);
        limiter.Take(0, 1);
        limiter.Take(0, 1);
        Assert.Equal(5_000_001UL, limiter.WaitAt(1));
        Assert.Equal(2UL, limiter.Waits);
    }

    [Fact]
    public void Without_limits_there_is_nothing_to_ask()
    {
        RateLimiter limiter = new(default, default);
        Assert.False(limiter.IsLimited);
        limiter.Take(ulong.MaxValue, 1);
        Assert.Equal((0UL, 0UL), (limiter.WaitAt(1), limiter.Waits));
        Assert.True(new RateLimiter(default, new TokenBucket(1, 1)).IsLimited);
        Assert.True(new RateLimiter(new TokenBucket(1, 1), default).IsLimited);
    }

    [Fact]
    public void A_restored_limiter_makes_the_same_wait()
    {
        RateLimiter limiter = new(new TokenBucket(1000, 2), new TokenBucket(1_000_000, 4096));
        limiter.WaitAt(7);
        limiter.Take(10_000, 7);
        RateLimiter other = new(new TokenBucket(1000, 2), new TokenBucket(1_000_000, 4096));
        other.Restore(limiter.Save());
        Assert.Equal(limiter.Save(), other.Save());
        Assert.Equal(limiter.WaitAt(7), other.WaitAt(123_456));
    }

    [Fact]
    public void Limiting_allocates_nothing()
    {
        RateLimiter limiter = new(new TokenBucket(1000, 2), new TokenBucket(1_000_000, 4096));
        ulong now = 1;
        Assert.Equal(0, AllocationMeter.Measure(() =>
        {
            for (int i = 0; i < 100_000; i++)
            {
                now += limiter.WaitAt(now);
                limiter.Take(512, now);
            }
        }));
    }
}
