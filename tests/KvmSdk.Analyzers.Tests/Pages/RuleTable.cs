using System.Text.RegularExpressions;
using KvmSdk.CodeFixes;
using KvmSdk.Model.Rules;

namespace KvmSdk.Analyzers.Tests.Pages;

/// <summary>The table in the overview page: every rule, whether a declaration or a start breaks it, and whether it has a fix.</summary>
internal static partial class RuleTable
{
    private static readonly HashSet<string> _fixable =
        [.. typeof(MachineFixProvider).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(MachineFixProvider)))
            .SelectMany(type => ((MachineFixProvider)Activator.CreateInstance(type)!).FixableDiagnosticIds)];

    /// <summary>Compares the page's table with the catalog; <c>UPDATE_SNAPSHOTS=1</c> writes it.</summary>
    public static void AssertMatches(string path)
    {
        string text = File.ReadAllText(path);
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            text = Table().Replace(text, _ => Render(), 1);
            File.WriteAllText(path, text);
        }

        Assert.Equal(Render(), Table().Match(text).Value);
    }

    private static string Render() => string.Concat(
        RuleCatalog.All
            .Select(rule => $"| [{rule.Id}]({rule.Id}.md) | {rule.Title} | {Reported(rule)} | {(_fixable.Contains(rule.Id) ? "yes" : "")} |\n")
            .Prepend("| --- | --- | --- | --- |\n")
            .Prepend("| rule | what is wrong | reported | code fix |\n"));

    private static string Reported(Rule rule) =>
        RuleCatalog.OnlyAtStart.Contains(rule) ? "at start" : RuleCatalog.OfValues.Contains(rule) ? "in the editor, at start"
            : RuleCatalog.OfFactories.Contains(rule) ? "in the editor, in the call" : "in the editor";

    [GeneratedRegex(@"(^\|.*\n)+", RegexOptions.Multiline)]
    private static partial Regex Table();
}
