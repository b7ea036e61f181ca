using System.Globalization;
using System.Text.RegularExpressions;

namespace KvmSdk.EndToEnd.Tests;

/// <summary><c>samples/Broken</c>, built as a user builds it.</summary>
public sealed partial class BrokenSampleTests
{
    [Fact]
    public async Task Ten_mistakes_are_ten_errors_each_in_the_line_whose_comment_names_its_rule()
    {
        string[] lines = await File.ReadAllLinesAsync(Repository.PathOf("samples", "Broken", "Web.cs"));
        string[] expected = [.. lines.SelectMany((line, i) => Comment().Matches(line).Select(match => string.Create(CultureInfo.InvariantCulture, $"Web.cs({i + 1}): {match.Groups["id"].Value}")))];
        Assert.Equal(10, expected.Select(mistake => mistake.Split(' ')[1]).Distinct().Count());

        ProcessRun run = await ProcessRun.Of("dotnet", ["build", "samples/Broken", "-c", Repository.Configuration, "-nologo"]);

        Assert.True(run.ExitCode != 0, run.Transcript);
        IEnumerable<string> reported = Complaint().Matches(run.Output)
            .Select(match => match.Groups["id"].Value is { Length: > 0 } id ? $"{match.Groups["file"].Value}({match.Groups["line"].Value}): {id}" : match.Value)
            .Distinct();
        Assert.Equal(expected.Order(StringComparer.Ordinal), reported.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"// (?<id>KVM\d{4}):")]
    private static partial Regex Comment();

    /// <summary>An error or warning of the build, of whatever origin; its id if it stands at a place in a file.</summary>
    [GeneratedRegex(@"^.*/(?<file>[^/\n]+\.cs)\((?<line>\d+),\d+\): (error|warning) (?<id>\w+)|^.*: (error|warning) .*$", RegexOptions.Multiline)]
    private static partial Regex Complaint();
}
