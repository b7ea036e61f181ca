using KvmSdk.Model.Layout;
using KvmSdk.Model.Rules;

namespace KvmSdk.Model.Tests.Rules;

public sealed class MemoryChecksTests
{
    [Theory]
    [InlineData(X86Layout.MinMemoryMiB)]
    [InlineData(X86Layout.MaxMemoryMiB)]
    public void The_ends_of_the_range_are_right(int memoryMiB) => Assert.Null(MemoryChecks.Check(memoryMiB));

    [Theory]
    [InlineData(X86Layout.MinMemoryMiB - 1, "2")]
    [InlineData(int.MinValue, "2")]
    [InlineData(X86Layout.MaxMemoryMiB + 1, "1047552")]
    [InlineData(int.MaxValue, "1047552")]
    public void A_size_outside_is_reported_with_the_nearest_right_one(int memoryMiB, string suggestion)
    {
        Violation violation = MemoryChecks.Check(memoryMiB)!;

        Assert.Equal(MachineRules.MemoryOutOfRange, violation.Rule);
        Assert.Equal(suggestion, violation.Suggestion);
        Assert.Null(MemoryChecks.Check(int.Parse(suggestion, System.Globalization.CultureInfo.InvariantCulture)));
    }
}
