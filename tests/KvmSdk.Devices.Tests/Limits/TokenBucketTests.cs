using KvmSdk.Devices.Limits;

namespace KvmSdk.Devices.Tests.Limits;

public sealed class TokenBucketTests
{
    private const ulong Second = 1_000_000_000;

    [Fact]
    public void A_full_bucket_gives_its_burst_and_then_its_rate()
    {
        TokenBucket bucket = new(rate: 1000, burst: 10);
        ulong now = 5 * Second;
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(0UL, bucket.WaitAt(now));
            bucket.Take(1, now);
        }

        // Empty is not enough: there has to be something in it, if only a billionth.
        Assert.Equal(1UL, bucket.WaitAt(now));
        bucket.Take(1, now);
        Assert.Equal((Second / 1000) + 1, bucket.WaitAt(now));
        Assert.Equal(0UL, bucket.WaitAt(now + (Second / 1000) + 1));
    }

    [Fact]
    public void What_is_larger_than_the_burst_passes_and_is_waited_for_afterwards()
    {
        TokenBucket bucket = new(rate: 1000, burst: 10);
        Assert.Equal(0UL, bucket.WaitAt(1));
        bucket.Take(2010, 1);
        Assert.Equal(-2000, bucket.Level);
        Assert.Equal((2 * Second) + 1, bucket.WaitAt(1));
        Assert.Equal(Second + 1, bucket.WaitAt(1 + Second));
        Assert.Equal(0UL, bucket.WaitAt(2 + (2 * Second)));
    }

    [Fact]
    public void A_rest_fills_it_to_the_burst_and_no_further()
    {
        TokenBucket bucket = new(rate: 1000, burst: 10);
        bucket.WaitAt(1);
        bucket.Take(10, 1);
        bucket.WaitAt(1000 * Second);
        Assert.Equal(10, bucket.Level);
    }

    [Fact]
    public void Without_a_rate_nobody_waits()
    {
        TokenBucket bucket = new(rate: 0, burst: 0);
        Assert.False(bucket.IsLimited);
        bucket.Take(ulong.MaxValue, 1);
        Assert.Equal(0UL, bucket.WaitAt(1));
    }

    [Fact]
    public void Time_that_goes_back_is_no_time()
    {
        TokenBucket bucket = new(rate: 1000, burst: 1);
        bucket.WaitAt(10 * Second);
        bucket.Take(2, 10 * Second);
        ulong wait = bucket.WaitAt(10 * Second);
        Assert.Equal(wait, bucket.WaitAt(Second));
        Assert.Equal(wait, bucket.WaitAt(10 * Second));
    }

    [Fact]
    public void The_largest_numbers_overflow_nothing()
    {
        TokenBucket bucket = new(ulong.MaxValue, ulong.MaxValue);
        bucket.WaitAt(1);
        bucket.Take(ulong.MaxValue, 1);
        bucket.Take(ulong.MaxValue, 1);
        Assert.Equal(Second + 1, bucket.WaitAt(1));
        Assert.Equal(0UL, bucket.WaitAt(ulong.MaxValue));
        TokenBucket slow = new(1, 1);
        slow.WaitAt(1);
        slow.Take(ulong.MaxValue, 1);
        Assert.Equal(ulong.MaxValue, slow.WaitAt(1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Over_any_stretch_the_rate_holds_to_one_request(int seed)
    {
        Random random = new(seed);
        for (int round = 0; round < 50; round++)
        {
            ulong rate = (ulong)random.NextInt64(1, 1L << random.Next(1, 40));
            ulong burst = (ulong)random.NextInt64(1, 1L << random.Next(1, 30));
            TokenBucket bucket = new(rate, burst);
            ulong now = (ulong)random.NextInt64(1, 1L << 50);
            ulong start = now;
            UInt128 taken = 0;
            ulong last = 0;
            for (int i = 0; i < 200; i++)
            {
                now += random.Next(2) == 0 ? 0 : (ulong)random.NextInt64(1, 1L << random.Next(1, 33));
                now += bucket.WaitAt(now);
                Assert.Equal(0UL, bucket.WaitAt(now));
                last = (ulong)random.NextInt64(1, 1L << random.Next(1, 24));
                bucket.Take(last, now);
                taken += last;
                Assert.True((taken - last) * Second <= ((UInt128)burst * Second) + ((UInt128)(now - start) * rate), $"seed {seed}, round {round}, request {i}");
            }
        }
    }

    [Fact]
    public void Whoever_waits_as_told_is_never_told_to_wait_longer_than_the_rate_needs()
    {
        TokenBucket bucket = new(rate: 3, burst: 1);
        ulong now = 1;
        for (int i = 0; i < 3001; i++)
        {
            now += bucket.WaitAt(now);
            bucket.Take(1, now);
        }

        // 3000 more than the first at 3 a second; each wait may be rounded up by a nanosecond, and what that gains is kept.
        Assert.InRange(now, 1000 * Second - Second, (1000 * Second) + 10);
    }

    [Fact]
    public void A_level_is_put_back_and_time_begins_anew()
    {
        TokenBucket bucket = new(1000, 10);
        bucket.WaitAt(100 * Second);
        bucket.Take(15, 100 * Second);
        Assert.Equal(-5, bucket.Level);
        TokenBucket other = new TokenBucket(1000, 10).WithLevel(bucket.Level);
        Assert.Equal((5 * Second / 1000) + 1, other.WaitAt(3));
        Assert.Equal(10, new TokenBucket(1000, 10).WithLevel(long.MaxValue).Level);
    }
}
