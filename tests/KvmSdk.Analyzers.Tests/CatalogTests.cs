using System.Text.RegularExpressions;
using KvmSdk.Analyzers.Tests.Support;
using KvmSdk.Model.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace KvmSdk.Analyzers.Tests;

/// <summary>The rule catalog, the descriptors and the release files say the same.</summary>
public sealed partial class CatalogTests
{
    private static readonly IEnumerable<Rule> _rules = RuleCatalog.All.Except(RuleCatalog.OnlyAtStart);

    private static readonly IEnumerable<DiagnosticDescriptor> _descriptors = Compilations.Analyzers
        .SelectMany(analyzer => analyzer.SupportedDiagnostics).OrderBy(descriptor => descriptor.Id, StringComparer.Ordinal);

    [Fact]
    public void The_analyzers_support_every_rule_that_source_can_break() => Assert.Equal(
        _rules.Select(rule => (rule.Id, rule.Title, rule.Format)),
        _descriptors.Select(descriptor => (descriptor.Id, descriptor.Title.ToString(), descriptor.MessageFormat.ToString())));

    [Fact]
    public void Every_analyzer_there_is_runs_in_the_tests() => Assert.Equal(
        typeof(MachineAnalyzer).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(DiagnosticAnalyzer)) && !type.IsSubclassOf(typeof(DiagnosticSuppressor)) && !type.IsAbstract).Select(type => type.Name).Order(StringComparer.Ordinal),
        Compilations.Analyzers.Select(analyzer => analyzer.GetType().Name).Order(StringComparer.Ordinal));

    [Fact]
    public void An_error_in_a_machine_cannot_be_configured_and_everything_else_can() => Assert.All(_descriptors, descriptor =>
    {
        Rule rule = _rules.Single(rule => rule.Id == descriptor.Id);
        Assert.Equal(rule.Severity == RuleSeverity.Warning ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error, descriptor.DefaultSeverity);
        Assert.Equal(RuleCatalog.OnCode.Contains(rule) || RuleCatalog.OfFactories.Contains(rule) || rule.Severity == RuleSeverity.Warning, rule.Severity != RuleSeverity.Binding);
        Assert.Equal(rule.Severity == RuleSeverity.Binding, descriptor.CustomTags.Contains(WellKnownDiagnosticTags.NotConfigurable));
    });

    [Fact]
    public void Every_descriptor_is_enabled_and_leads_to_its_page() => Assert.All(_descriptors, descriptor =>
    {
        Assert.True(descriptor.IsEnabledByDefault);
        Assert.EndsWith($"/docs/rules/{descriptor.Id}.md", descriptor.HelpLinkUri, StringComparison.Ordinal);
        Assert.True(Uri.IsWellFormedUriString(descriptor.HelpLinkUri, UriKind.Absolute));
    });

    [Fact]
    public void Every_descriptor_has_one_row_in_the_release_files_and_every_row_a_descriptor() => Assert.Equal(
        _descriptors.Select(descriptor =>
            $"{descriptor.Id} | {descriptor.Category} | {descriptor.DefaultSeverity} | {descriptor.Title} ([page]({descriptor.HelpLinkUri}))"),
        Directory.GetFiles(Repository.Analyzers, "AnalyzerReleases.*.md").SelectMany(File.ReadAllLines).Where(line => Row().IsMatch(line))
            .Order(StringComparer.Ordinal));

    [GeneratedRegex("^KVM")]
    private static partial Regex Row();
}
