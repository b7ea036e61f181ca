using KvmSdk.Analyzers.Tests.Cases;
using KvmSdk.Analyzers.Tests.Support;
using KvmSdk.Model.Rules;

namespace KvmSdk.Analyzers.Tests;

/// <summary>Every boundary of every rule, from both sides.</summary>
public sealed class RuleTests
{
    public static IEnumerable<object[]> Boundaries { get; } = RuleCases.All.Select(rule => new object[] { rule.Id, rule.Boundary });

    [Theory]
    [MemberData(nameof(Boundaries))]
    public async Task Just_beyond_it_exactly_the_marked_places_are_reported(string id, string boundary)
    {
        var diagnostics = await Expect.MarkedAsync(Find(id, boundary).Wrong);

        Assert.Equal([id], diagnostics.Select(diagnostic => diagnostic.Id).Distinct());
    }

    [Theory]
    [MemberData(nameof(Boundaries))]
    public async Task Just_within_nothing_is_reported_and_the_machine_compiles(string id, string boundary) =>
        Assert.Empty(await Expect.MarkedAsync(Find(id, boundary).Right));

    [Fact]
    public void Every_rule_that_source_can_break_has_a_case() => Assert.Equal(
        RuleCatalog.All.Except(RuleCatalog.OnlyAtStart).Select(rule => rule.Id),
        RuleCases.All.Select(rule => rule.Id).Distinct().Order(StringComparer.Ordinal));

    private static RuleCase Find(string id, string boundary) => RuleCases.All.Single(rule => rule.Id == id && rule.Boundary == boundary);
}
