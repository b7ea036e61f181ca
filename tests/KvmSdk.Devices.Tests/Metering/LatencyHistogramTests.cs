using KvmSdk.Devices.Metering;

namespace KvmSdk.Devices.Tests.Metering;

public sealed class LatencyHistogramTests
{
    [Theory]
    [InlineData(0UL, 0)]
    [InlineData(1UL, 1)]
    [InlineData(2UL, 2)]
    [InlineData(3UL, 2)]
    [InlineData(4UL, 3)]
    [InlineData(1023UL, 10)]
    [InlineData(1024UL, 11)]
    [InlineData((1UL << 38) - 1, 38)]
    [InlineData(1UL << 38, 39)]
    [InlineData(ulong.MaxValue, 39)]
    public void A_time_is_counted_in_the_cell_of_its_power_of_two(ulong nanoseconds, int cell)
    {
        LatencyHistogram histogram = new();
        histogram.Record(nanoseconds);
        LatencySnapshot snapshot = histogram.Read();
        Assert.Equal(1UL, snapshot[cell]);
        Assert.Equal(1UL, snapshot.Count);
        if (cell < LatencySnapshot.Cells - 1) Assert.True(nanoseconds < LatencySnapshot.UpperBound(cell));
        if (cell > 0) Assert.True(nanoseconds >= LatencySnapshot.UpperBound(cell - 1));
    }

    [Fact]
    public void Percentiles_and_mean_are_those_of_what_was_counted()
    {
        LatencyHistogram histogram = new();
        Assert.Equal((0UL, 0UL, 0UL), (histogram.Read().Count, histogram.Read().Percentile(50), histogram.Read().MeanNanoseconds));
        for (int i = 0; i < 99; i++) histogram.Record(1000);
        histogram.Record(1_000_000);
        LatencySnapshot snapshot = histogram.Read();
        Assert.Equal(100UL, snapshot.Count);
        Assert.Equal(1_099_000UL, snapshot.TotalNanoseconds);
        Assert.Equal(10_990UL, snapshot.MeanNanoseconds);
        Assert.Equal(1024UL, snapshot.Percentile(50));
        Assert.Equal(1024UL, snapshot.Percentile(99));
        Assert.Equal(1UL << 20, snapshot.Percentile(99.5));
        Assert.Equal(1UL << 20, snapshot.Percentile(100));
        Assert.Equal("100: half below 1024 ns, 99 % below 1024 ns", snapshot.ToString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(100.1)]
    [InlineData(double.NaN)]
    public void A_percentile_outside_its_range_is_refused(double percent) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => default(LatencySnapshot).Percentile(percent));

    [Theory]
    [InlineData(-1)]
    [InlineData(LatencySnapshot.Cells)]
    public void A_cell_that_is_none_is_refused(int cell)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => default(LatencySnapshot)[cell]);
        Assert.Throws<ArgumentOutOfRangeException>(() => LatencySnapshot.UpperBound(cell));
    }

    [Fact]
    public void Snapshots_compare_by_value_and_give_what_happened_between_them()
    {
        LatencyHistogram histogram = new();
        histogram.Record(5);
        LatencySnapshot first = histogram.Read();
        Assert.Equal(first, histogram.Read());
        Assert.True(first == histogram.Read());
        Assert.Equal(first.GetHashCode(), histogram.Read().GetHashCode());
        histogram.Record(100);
        LatencySnapshot second = histogram.Read();
        Assert.True(first != second);
        LatencySnapshot between = second.Since(first);
        Assert.Equal((1UL, 100UL, 128UL), (between.Count, between.TotalNanoseconds, between.Percentile(100)));
    }

    [Fact]
    public void Counting_and_reading_allocate_nothing()
    {
        LatencyHistogram histogram = new();
        ulong seen = 0;
        Assert.Equal(0, AllocationMeter.Measure(() =>
        {
            for (ulong i = 0; i < 100_000; i++)
            {
                histogram.Record(i * i);
                if (i % 100 == 0) seen += histogram.Read().Percentile(99);
            }
        }));
        Assert.True(seen > 0);
    }
}
