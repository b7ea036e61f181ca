// Why: an exception in a generator takes away all generated code at once (CS8785), and one in an analyzer all of its squiggles (AD0001),
// until the project is closed. Source that somebody is typing is broken most of the time, so that is the case that counts.

extern alias generators;

using System.Collections.Concurrent;
using System.Collections.Immutable;
using generators::KvmSdk.Generators;
using KvmSdk.Analyzers.Tests.Cases;
using KvmSdk.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace KvmSdk.Analyzers.Tests.HalfTyped;

/// <summary>Generator and analyzers on source as it is between two keystrokes.</summary>
public sealed class HalfTypedTests
{
    /// <summary>How many texts are tried; each is made from its number alone.</summary>
    private const int Texts = 5000;

    /// <summary>So many texts follow each other in one driver, as in an editor, so that what it has cached takes part.</summary>
    private const int Session = 100;

    /// <summary>The machines of the samples, and both sides of every boundary of every rule.</summary>
    private static readonly ImmutableArray<string> _sources =
    [
        .. new[] { "hello.cs", "HelloVm/Hello.cs", "HelloLinux/Linux.cs" }.Select(file => File.ReadAllText(Path.Combine(Repository.Samples, file))),
        .. RuleCases.All.SelectMany(rule => new[] { rule.Wrong, rule.Right }).Distinct(),
    ];

    [Fact]
    public async Task Nothing_throws_whatever_is_typed()
    {
        ConcurrentBag<string> failures = [];
        await Parallel.ForEachAsync(Enumerable.Range(0, Texts / Session), async (session, cancellationToken) =>
        {
            CSharpCompilation empty = Compilations.Of("");
            GeneratorDriver driver = CSharpGeneratorDriver.Create([new MachineGenerator().AsSourceGenerator()], parseOptions: Compilations.ParseOptions);
            for (int text = session * Session; text < (session + 1) * Session; text++)
            {
                SyntaxTree typed = CSharpSyntaxTree.ParseText(Text(text), Compilations.ParseOptions, "0.cs", cancellationToken: cancellationToken);
                driver = driver.RunGeneratorsAndUpdateCompilation(
                    empty.ReplaceSyntaxTree(empty.SyntaxTrees[0], typed), out Compilation output, out ImmutableArray<Diagnostic> diagnostics, cancellationToken);
                foreach (string complaint in diagnostics.Select(diagnostic => diagnostic.ToString()).Concat(await AnalyzeAsync(output, typed, cancellationToken)))
                {
                    failures.Add($"text {text}: {complaint}\n{typed}\n");
                }
            }
        });

        Assert.True(failures.IsEmpty, $"{failures.Count} of {Texts}\n{string.Join("\n", failures.DistinctBy(failure => failure.Split(Environment.NewLine)[0].Split(": ", 2)[1]).Take(8))}");
    }

    [Fact]
    public void A_number_always_gives_the_same_text_and_most_texts_are_new()
    {
        string[] texts = [.. Enumerable.Range(0, Texts).Select(Text)];

        Assert.Equal(texts.Take(100), Enumerable.Range(0, 100).Select(Text));
        Assert.InRange(texts.Except(_sources).Count(), Texts * 5 / 6, Texts);
    }

    private static string Text(int number) => new Typos(number).In(_sources[number % _sources.Length]);

    /// <summary>What an editor asks for of the open file: every exception of an analyzer, and every diagnostic that is none of ours.</summary>
    private static async Task<IEnumerable<string>> AnalyzeAsync(Compilation compilation, SyntaxTree typed, CancellationToken cancellationToken)
    {
        ConcurrentBag<string> complaints = [];
        AnalysisResult result = await compilation
            .WithAnalyzers(Compilations.Analyzers, new CompilationWithAnalyzersOptions(
                new AnalyzerOptions([]), (exception, analyzer, _) => complaints.Add($"{analyzer.GetType().Name}: {exception}"),
                concurrentAnalysis: false, logAnalyzerExecutionTime: false))
            .GetAnalysisResultAsync(compilation.GetSemanticModel(typed), filterSpan: null, cancellationToken);
        return complaints.Concat(result.GetAllDiagnostics().Where(diagnostic => !diagnostic.Id.StartsWith("KVM", StringComparison.Ordinal)).Select(diagnostic => diagnostic.ToString()));
    }
}
