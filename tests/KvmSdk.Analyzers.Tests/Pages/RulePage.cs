using System.Text.RegularExpressions;
using KvmSdk.Analyzers.Tests.Support;
using KvmSdk.Model.Rules;

namespace KvmSdk.Analyzers.Tests.Pages;

/// <summary>A rule's page, taken apart.</summary>
internal sealed partial class RulePage
{
    private static readonly string[] _sections = ["Wrong", "Right", "How to fix it", "Suppression"];

    private RulePage(string path, string text)
    {
        Path = path;
        Text = text;
        Wrong = Block("Wrong", "csharp");
        Right = Block("Right", "csharp");
    }

    public string Path { get; }

    public string Text { get; private set; }

    /// <summary>The example that breaks the rule, marked; null on the page of a rule that only a start can break.</summary>
    public string? Wrong { get; }

    /// <summary>The example that keeps the rule.</summary>
    public string? Right { get; }

    public static RulePage Of(Rule rule)
    {
        string path = System.IO.Path.Combine(Repository.RulePages, $"{rule.Id}.md");
        Assert.True(File.Exists(path), $"rule {rule.Id} has no page");
        return new(path, File.ReadAllText(path));
    }

    /// <summary>The page opens with the rule's title, says why, and has every section in order, none empty.</summary>
    public void AssertWellFormed(Rule rule)
    {
        Assert.StartsWith($"# {rule.Id}: {rule.Title}\n\n", Text, StringComparison.Ordinal);
        Assert.Equal(_sections, Heading().Matches(Text).Select(match => match.Groups[1].Value));
        Assert.All(Heading().Split(Text), part => Assert.NotEqual("", part.Trim()));
        Assert.All(Text.Split('\n'), line => Assert.True(line.Length <= 140 || line.StartsWith("error ", StringComparison.Ordinal) || line.StartsWith("warning ", StringComparison.Ordinal), line));
    }

    /// <summary>The page quotes what the wrong example is answered with; <c>UPDATE_SNAPSHOTS=1</c> writes it.</summary>
    public void AssertQuotes(string answer)
    {
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            Text = Quotation().Replace(Text, _ => $"```text\n{answer}\n```", 1);
            File.WriteAllText(Path, Text);
        }

        Assert.Contains($"```text\n{answer}\n```", Text, StringComparison.Ordinal);
    }

    private string? Block(string section, string language)
    {
        Match match = Regex.Match(Text, $@"^## {section}\n\n```{language}\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline);
        return match.Success ? match.Groups[1].Value : null;
    }

    [GeneratedRegex("^## (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("^```text\n.*?^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Quotation();
}
