using System.Text.RegularExpressions;
using KvmSdk.Analyzers.Tests.Support;
using KvmSdk.Model.Rules;
using Microsoft.CodeAnalysis;

namespace KvmSdk.Analyzers.Tests;

/// <summary>The rule catalog, the descriptors and the release files say the same.</summary>
public sealed partial class CatalogTests
{
    private static readonly IEnumerable<Rule> _rules = RuleCatalog.All.Except(RuleCatalog.OnlyAtStart);

    [Fact]
    public void The_analyzer_supports_every_rule_that_a_declaration_can_break() => Assert.Equal(
        _rules.Select(rule => (rule.Id, rule.Title, rule.Format)),
        new MachineAnalyzer().SupportedDiagnostics.Select(descriptor => (descriptor.Id, descriptor.Title.ToString(), descriptor.MessageFormat.ToString())));

    [Fact]
    public void Every_descriptor_is_an_error_that_leads_to_its_page() => Assert.All(new MachineAnalyzer().SupportedDiagnostics, descriptor =>
    {
        Assert.Equal(DiagnosticSeverity.Error, descriptor.DefaultSeverity);
        Assert.True(descriptor.IsEnabledByDefault);
        Assert.Contains(WellKnownDiagnosticTags.NotConfigurable, descriptor.CustomTags);
        Assert.EndsWith($"/docs/rules/{descriptor.Id}.md", descriptor.HelpLinkUri, StringComparison.Ordinal);
        Assert.True(Uri.IsWellFormedUriString(descriptor.HelpLinkUri, UriKind.Absolute));
    });

    [Fact]
    public void Every_descriptor_has_one_row_in_the_release_files_and_every_row_a_descriptor() => Assert.Equal(
        new MachineAnalyzer().SupportedDiagnostics.Select(descriptor =>
            $"{descriptor.Id} | {descriptor.Category} | {descriptor.DefaultSeverity} | {descriptor.Title} ([page]({descriptor.HelpLinkUri}))"),
        Directory.GetFiles(Repository.Analyzers, "AnalyzerReleases.*.md").SelectMany(File.ReadAllLines).Where(line => Row().IsMatch(line))
            .Order(StringComparer.Ordinal));

    [GeneratedRegex("^KVM")]
    private static partial Regex Row();
}
