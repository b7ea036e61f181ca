// Why the comparison is with each mistake beside the other's correction, and not alone: a device that one case declares can be the
// cure of another, a console that was missing say, or can share its terminal. Then the other mistake is really not there, or is one
// of three; what remains to be asked is whether a mistake changes what is said of another.

using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using KvmSdk.Analyzers.Tests.Cases;
using KvmSdk.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KvmSdk.Analyzers.Tests.Pairs;

/// <summary>Two mistakes in one machine are two diagnostics: none comes as an echo of another, and none hides another without a reason.</summary>
public sealed class PairTests
{
    /// <summary>So many pairs are files of one compilation, because a compilation costs more than a machine.</summary>
    private const int Batch = 100;

    [Fact]
    public async Task Two_mistakes_are_reported_together_as_each_is_beside_the_others_correction()
    {
        Pair[] pairs = [.. Pairs()];
        ConcurrentBag<string> surprises = [];
        await Parallel.ForEachAsync(pairs.Chunk(Batch), async (batch, cancellationToken) =>
        {
            ILookup<string, string> reported = await ReportedAsync([.. batch.SelectMany(pair => pair.Sources)]);
            for (int i = 0; i < batch.Length; i++)
            {
                string[][] ids = [.. Enumerable.Range(i * 3, 3).Select(file => reported[Name(file)].Order(StringComparer.Ordinal).ToArray())];
                if (!AddUp(ids[0], ids[1], ids[2]))
                {
                    surprises.Add($"{string.Join(' ', ids[1])} and {string.Join(' ', ids[2])} are {string.Join(' ', ids[0])} ({batch[i].Name})\n{batch[i].Sources[0]}");
                }
            }
        });

        Assert.InRange(pairs.Length, 1000, 10_000);
        Assert.True(surprises.IsEmpty, $"{surprises.Count} of {pairs.Length}\n{string.Join("\n", surprises.Order(StringComparer.Ordinal))}");
    }

    /// <summary>Whether both report what each does: a diagnostic that both states have may be the same one, and some have a reason to wait.</summary>
    private static bool AddUp(string[] both, string[] one, string[] other) => one.Concat(other).Concat(both).Distinct().All(id =>
    {
        int first = one.Count(reported => reported == id);
        int second = other.Count(reported => reported == id);
        int least = PairExceptions.MayWait(id, one.Concat(other)) ? 0 : PairExceptions.IsShared(id) ? 1 : Math.Max(first, second);
        return both.Count(reported => reported == id) is int count && count >= least && count <= first + second;
    });

    /// <summary>Every case with the first of every rule, where they can stand in one machine, in three states: wrong and wrong, wrong and right, right and wrong.</summary>
    private static IEnumerable<Pair> Pairs()
    {
        var cases = RuleCases.All.Where(rule => rule.Wrong.Contains("[VirtualMachine", StringComparison.Ordinal))
            .GroupBy(rule => rule.Id)
            .SelectMany(rules => rules.Select((rule, i) => (Rule: rule, IsFirst: i == 0, Wrong: SimpleMachine.From(rule.Wrong), Right: SimpleMachine.From(rule.Right))))
            .ToArray();
        for (int i = 0; i < cases.Length; i++)
        {
            foreach (var other in cases.Skip(i + 1).Where(other => (cases[i].IsFirst || other.IsFirst) && !PairExceptions.AreNoPair(cases[i].Rule, other.Rule)))
            {
                if (Both(cases[i].Wrong, other.Wrong) is { } both && Both(cases[i].Wrong, other.Right) is { } one && Both(cases[i].Right, other.Wrong) is { } two)
                {
                    yield return new($"{cases[i].Rule.Id} {cases[i].Rule.Boundary}; {other.Rule.Id} {other.Rule.Boundary}", [both, one, two]);
                }
            }
        }
    }

    private static string? Both(SimpleMachine? one, SimpleMachine? other) => other is null ? null : one?.With(other)?.ToString();

    private static async Task<ILookup<string, string>> ReportedAsync(ImmutableArray<string> sources)
    {
        CSharpCompilation compilation = Compilations.Of().AddSyntaxTrees(sources.Select((source, i) => CSharpSyntaxTree.ParseText(
            string.Create(CultureInfo.InvariantCulture, $"namespace N{i};\n{source}"), Compilations.ParseOptions, Name(i))));
        // What machines are beside other machines has nothing to do with a pair: only the batch brings them together.
        return (await Compilations.AnalyzeAsync(compilation)).Where(diagnostic => diagnostic.Id is not ("KVM0412" or "KVM0423" or "KVM0426" or "KVM0461" or "KVM0462"))
            .ToLookup(diagnostic => diagnostic.Location.SourceTree!.FilePath, diagnostic => diagnostic.Id);
    }

    private static string Text(IEnumerable<string> ids) => string.Join(' ', ids.Order(StringComparer.Ordinal));

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"{number}.cs");

    private sealed record Pair(string Name, ImmutableArray<string> Sources);
}
