using System.Collections.Immutable;
using KvmSdk.Analyzers.HotPath.Calls;

namespace KvmSdk.Analyzers.Tests.HotPath;

/// <summary>What a hot path may call allocates nothing: measured, not believed.</summary>
public sealed class AllowedCallTests
{
    private static readonly Lazy<ImmutableArray<SampleCall>> _samples = new(SampleCalls.Compile);

    [Fact]
    public void No_call_that_can_be_made_with_plain_values_allocates()
    {
        (string Method, long? Bytes)[] calls = [.. _samples.Value.Select(sample => (sample.Method, Measure(sample.Call)))];

        Assert.DoesNotContain(calls, call => call.Bytes > 0);
        Assert.True(calls.Count(call => call.Bytes is not null) > 1500, "the samples are not what they were");
    }

    [Fact]
    public void Every_entry_of_the_list_has_a_call_that_is_measured() => Assert.Empty(
        AllowedCalls.Table.Entries.Select(entry => entry.Type).Except(_samples.Value.Where(sample => Measure(sample.Call) is not null).Select(sample => sample.Entry)));

    [Fact]
    public void A_call_that_allocates_is_seen() => Assert.True(Measure(static () => GC.KeepAlive(new object())) > 0);

    /// <summary>Bytes allocated by a call after the first ones, or null if it refuses its arguments.</summary>
    private static long? Measure(Action call)
    {
        try
        {
            call();
            call();
            long least = long.MaxValue;
            for (int attempt = 0; attempt < 3; attempt++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                call();
                least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            }

            return least;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or FormatException or ArithmeticException or IndexOutOfRangeException
            or InvalidCastException or NotSupportedException or InvalidProgramException) // The last is the compiler's slip with a span that is made and dropped.
        {
            return null;
        }
    }
}
