// Why: the tests and the rule pages mark a place the way compilers print it, on a comment line below, so that the same
// example can be read by people and checked by a test:
//
//     [VirtualMachine(Cpus = 0)]
//     //                     ^ KVM0110
//
// Carets stand under the text that the diagnostic underlines, tildes under a related place.

using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace KvmSdk.Analyzers.Tests.Support;

/// <summary>A rule's id at a place of a source.</summary>
/// <param name="Id">The rule's id.</param>
/// <param name="File">The file's number.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Text">The text under the squiggle.</param>
/// <param name="IsRelated">Whether the place only takes part.</param>
internal sealed partial record Squiggle(string Id, string File, int Line, string Text, bool IsRelated)
{
    /// <summary>The marks in sources, in order.</summary>
    public static IEnumerable<Squiggle> Marked(params string[] sources) => Sorted(sources.SelectMany((source, file) => MarkedIn(source, $"{file}.cs")));

    /// <summary>The places of diagnostics, in order.</summary>
    public static IEnumerable<Squiggle> Reported(IEnumerable<Diagnostic> diagnostics) => Sorted(diagnostics.SelectMany(diagnostic =>
        diagnostic.AdditionalLocations.Select(location => At(diagnostic.Id, location, isRelated: true))
            .Prepend(At(diagnostic.Id, diagnostic.Location, isRelated: false))));

    private static IEnumerable<Squiggle> MarkedIn(string source, string file)
    {
        string[] lines = source.Split('\n');
        int marked = 0;
        for (int i = 0; i < lines.Length; i++)
        {
            MatchCollection marks = lines[i].TrimStart().StartsWith("//", StringComparison.Ordinal) ? Mark().Matches(lines[i]) : Mark().Matches("");
            if (marks.Count == 0)
            {
                marked = i;
            }

            foreach (Match mark in marks)
            {
                Group place = mark.Groups["place"];
                yield return new(mark.Groups["id"].Value, file, marked + 1, lines[marked].Substring(place.Index, place.Length), place.Value[0] == '~');
            }
        }
    }

    private static Squiggle At(string id, Location location, bool isRelated)
    {
        FileLinePositionSpan span = location.GetLineSpan();
        SourceText text = location.SourceTree!.GetText();
        return new(id, span.Path, span.StartLinePosition.Line + 1, text.ToString(location.SourceSpan), isRelated);
    }

    private static IEnumerable<Squiggle> Sorted(IEnumerable<Squiggle> squiggles) =>
        squiggles.OrderBy(squiggle => squiggle.File, StringComparer.Ordinal).ThenBy(squiggle => squiggle.Line)
            .ThenBy(squiggle => squiggle.ToString(), StringComparer.Ordinal);

    [GeneratedRegex(@"(?<place>\^+|~+) (?<id>KVM\d{4})")]
    private static partial Regex Mark();
}
