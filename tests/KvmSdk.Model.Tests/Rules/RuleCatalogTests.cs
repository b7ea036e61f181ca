using System.Reflection;
using KvmSdk.Model.Rules;

namespace KvmSdk.Model.Tests.Rules;

public sealed class RuleCatalogTests
{
    [Fact]
    public void Every_declared_rule_is_in_the_catalog_once_and_in_order()
    {
        IEnumerable<Rule> declared = typeof(Rule).Assembly.GetTypes()
            .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Static))
            .Where(property => property.PropertyType == typeof(Rule))
            .Select(property => (Rule)property.GetValue(null)!);

        Assert.Equal(declared.Select(rule => rule.Id).Order(StringComparer.Ordinal), RuleCatalog.All.Select(rule => rule.Id));
        Assert.Equal(RuleCatalog.All.Length, RuleCatalog.All.Select(rule => rule.Id).Distinct().Count());
    }

    [Fact]
    public void Ids_have_a_known_family() =>
        Assert.All(RuleCatalog.All, rule => Assert.Matches("^KVM0[1-8][0-9]{2}$", rule.Id));

    [Fact]
    public void A_sentence_starts_with_a_capital_ends_without_a_stop_and_names_a_remedy() =>
        Assert.All(RuleCatalog.All, rule =>
        {
            Assert.Matches(@"^([A-Z]|\{0\})", rule.Format);
            Assert.DoesNotMatch(@"[.!]$", rule.Format);
            Assert.Matches("[;:,] ", rule.Format);
            Assert.DoesNotMatch(@"[.!]$", rule.Title);
        });

    [Fact]
    public void Braces_in_a_sentence_are_text() => Assert.Equal(
        "Property 'Console' carries [Serial] and must be an instance property with '{ get; init; }', because a definition is an immutable value",
        DeviceRules.PropertyWithoutInit.Describe(["Console", "Serial"]));

    [Fact]
    public void A_violation_reads_as_its_id_and_sentence() => Assert.Equal(
        "KVM0111: 4 CPUs are more than the declared maximum of 2; lower Cpus or raise MaxCpus",
        CpuChecks.CheckInstance(4, 2)!.ToString());
}
