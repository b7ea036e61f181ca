using KvmSdk.Model.Rules;

namespace KvmSdk.Model.Tests.Rules;

public sealed class CpuChecksTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 254)]
    [InlineData(254, 254)]
    [InlineData(3, 4)]
    public void Counts_in_range_and_not_above_the_maximum_are_right(int cpus, int maxCpus)
    {
        Assert.Empty(Declared(cpus, maxCpus));
        Assert.Null(CpuChecks.CheckInstance(cpus, maxCpus));
    }

    [Theory]
    [InlineData(0, 1, "Cpus", "1")]
    [InlineData(-1, 1, "Cpus", "1")]
    [InlineData(255, 255, "Cpus", "254")]
    [InlineData(int.MinValue, 1, "Cpus", "1")]
    [InlineData(1, 255, "MaxCpus", "254")]
    [InlineData(4, 0, "MaxCpus", "4")]
    public void A_count_out_of_range_is_reported_with_the_nearest_right_one(int cpus, int maxCpus, string argument, string suggestion)
    {
        Violation violation = Assert.Single(Declared(cpus, maxCpus));

        Assert.Equal(MachineRules.CpusOutOfRange, violation.Rule);
        Assert.Equal(Target.OfMachine("VirtualMachine", argument), violation.Target);
        Assert.Equal(suggestion, violation.Suggestion);
    }

    [Fact]
    public void A_count_above_the_maximum_is_reported_at_the_maximum()
    {
        Violation violation = Assert.Single(Declared(5, 4));

        Assert.Equal(MachineRules.CpusAboveMaximum, violation.Rule);
        Assert.Equal(Target.OfMachine("VirtualMachine", "MaxCpus"), violation.Target);
        Assert.Equal("5", violation.Suggestion);
        Assert.Equal(violation, CpuChecks.CheckInstance(5, 4));
    }

    private static List<Violation> Declared(int cpus, int maxCpus)
    {
        List<Violation> violations = [];
        CpuChecks.Check(cpus, maxCpus, violations);
        return violations;
    }
}
