using System.Globalization;
using KvmSdk.Analyzers.Tests.Support;
using KvmSdk.Model.Rules;
using Microsoft.CodeAnalysis;

namespace KvmSdk.Analyzers.Tests.Pages;

/// <summary>The rule pages say what is so: their examples are compiled, their quotations are what a user sees.</summary>
public sealed class RulePageTests
{
    public static IEnumerable<object[]> Rules { get; } = RuleCatalog.All.Select(rule => new object[] { rule.Id });

    public static IEnumerable<object[]> SourceRules { get; } = RuleCatalog.All.Except(RuleCatalog.OnlyAtStart).Select(rule => new object[] { rule.Id });

    [Theory]
    [MemberData(nameof(Rules))]
    public void Every_rule_has_a_page_with_all_sections(string id) => RulePage.Of(Find(id)).AssertWellFormed(Find(id));

    [Theory]
    [MemberData(nameof(SourceRules))]
    public async Task The_wrong_example_is_reported_as_marked_and_quoted(string id)
    {
        RulePage page = RulePage.Of(Find(id));

        Diagnostic diagnostic = Assert.Single(await Expect.MarkedAsync(Assert.IsType<string>(page.Wrong)));

        Assert.Equal(id, diagnostic.Id);
        string severity = diagnostic.Severity == DiagnosticSeverity.Error ? "error" : "warning";
        page.AssertQuotes($"{severity} {id}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}");
    }

    [Theory]
    [MemberData(nameof(SourceRules))]
    public async Task The_right_example_is_right(string id) =>
        Assert.Empty(await Expect.MarkedAsync(Assert.IsType<string>(RulePage.Of(Find(id)).Right)));

    [Fact]
    public void The_pages_of_rules_that_only_a_start_can_break_quote_what_it_says()
    {
        Quote(MachineRules.MemoryNotAddressable, MemoryChecks.CheckAddressable(65536, 36));
        Quote(PmemRules.NotAddressable, PmemChecks.CheckAddressable("Store", new(0x40_0000_0000, 64 << 20), 38, 512));
        Quote(PmemRules.LargerThanDeclared, PmemChecks.CheckLength("Store", "store.img", 3UL << 30, new(0x40_0000_0000, 1UL << 30)));
        Quote(BootRules.ImageLargerThanMemory, BootChecks.CheckImage("Program", "big.bin", 50_000_000, 0x10_0000, 16));
        Quote(BootRules.EmptyImage, BootChecks.CheckImage("Program", "empty.bin", 0, 0x10_0000, 16));

        static void Quote(Rule rule, Violation? violation)
        {
            Assert.Equal(rule, violation!.Rule);
            RulePage.Of(rule).AssertQuotes(violation.ToString());
        }
    }

    [Fact]
    public void There_is_no_page_without_a_rule() => Assert.Equal(
        RuleCatalog.All.Select(rule => $"{rule.Id}.md").Append("README.md"),
        Directory.GetFiles(Repository.RulePages).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [Fact]
    public void The_table_of_rules_is_the_catalog() => RuleTable.AssertMatches(Path.Combine(Repository.RulePages, "README.md"));

    private static Rule Find(string id) => RuleCatalog.All.Single(rule => rule.Id == id);
}
