using KvmSdk.Devices.Limits;

namespace KvmSdk.Runtime.Tests.Configuration;

public sealed class RateLimitTests
{
    [Theory]
    [InlineData("none")]
    [InlineData("10MiB/s")]
    [InlineData("500op/s")]
    [InlineData("10MiB/s+500op/s")]
    [InlineData("1025B/s+1op/s+250ms")]
    [InlineData("3GiB/s+1ms")]
    [InlineData("18446744073709551615B/s+60000ms")]
    public void A_limits_text_is_read_back(string text)
    {
        RateLimit limit = RateLimit.Parse(text, null);
        Assert.Equal(text, limit.ToString());
        Assert.Equal(limit, RateLimit.Parse(limit.ToString(), null));
    }

    [Fact]
    public void A_text_means_what_the_factory_makes()
    {
        Assert.Equal(RateLimit.Of(10 << 20, 500, TimeSpan.FromMilliseconds(250)), RateLimit.Parse("250ms+500op/s+10MiB/s", null));
        Assert.Equal(RateLimit.Of(bytesPerSecond: 2048), RateLimit.Parse("2KiB/s", null));
        Assert.Equal(RateLimit.None, RateLimit.Of());
        Assert.True(RateLimit.None.IsNone);
    }

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("10MiB")]
    [InlineData("0B/s")]
    [InlineData("0op/s")]
    [InlineData("-1op/s")]
    [InlineData(" 1op/s")]
    [InlineData("250ms")]
    [InlineData("1op/s+2op/s")]
    [InlineData("1op/s+")]
    [InlineData("1op/s+0ms")]
    [InlineData("1op/s+60001ms")]
    [InlineData("1op/s+18446744073709551615ms")]
    [InlineData("18014398509481984KiB/s")]
    [InlineData("18446744073709551616B/s")]
    [InlineData("none+1op/s")]
    public void A_text_of_another_form_is_no_limit(string text) => Assert.Throws<FormatException>(() => RateLimit.Parse(text, null));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(0.5)]
    [InlineData(60_001)]
    public void A_burst_out_of_range_is_refused(double milliseconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RateLimit.Of(1, 1, TimeSpan.FromMilliseconds(milliseconds)));

    [Fact]
    public void Buckets_hold_what_the_rate_gives_in_the_burst_and_at_least_one()
    {
        Assert.False(RateLimit.None.NewLimiter().IsLimited);
        Assert.Equal(new RateLimiterState { Operations = 50, Bytes = 1 << 20 }, RateLimit.Of(10 << 20, 500).NewLimiter().Save());
        Assert.Equal(1, RateLimit.Of(0, 5).NewLimiter().Save().Operations);
        Assert.Equal(long.MaxValue, RateLimit.Of(ulong.MaxValue, 0, TimeSpan.FromMinutes(1)).NewLimiter().Save().Bytes);
    }
}
