using CsCheck;

namespace KvmSdk.Boot.Tests;

public class RamRangeTests
{
    // Values crowd around the ends, where the sums overflow.
    private static readonly Gen<ulong> s_value = Gen.OneOf(Gen.ULong[0, 64], Gen.ULong[ulong.MaxValue - 64, ulong.MaxValue], Gen.ULong);

    [Fact]
    public void Contains_agrees_with_128_bit_arithmetic() =>
        Gen.Select(s_value, s_value, s_value, s_value).Where(t => t.Item2 <= ulong.MaxValue - t.Item1).Sample((start, length, from, count) =>
        {
            bool expected = from >= start && (UInt128)from + count <= (UInt128)start + length;
            return new RamRange(start, length).Contains(from, count) == expected;
        });

    [Fact]
    public void Overlaps_agrees_with_listing_the_bytes()
    {
        Gen<RamRange> range = Gen.Select(Gen.ULong[0, 12], Gen.ULong[0, 6]).Select(t => new RamRange(t.Item1, t.Item2));
        Gen.Select(range, range).Sample((a, b) =>
        {
            bool expected = Enumerable.Range(0, 20).Any(x => a.Contains((ulong)x, 1) && b.Contains((ulong)x, 1));
            return a.Overlaps(b) == expected && b.Overlaps(a) == expected;
        });
    }
}
