using KvmSdk.CodeFixes;
using Microsoft.CodeAnalysis;

namespace KvmSdk.Analyzers.Tests.Support;

/// <summary>What a fix must do wherever it is tried.</summary>
internal static class ExpectFix
{
    /// <summary>
    /// The fix turns <paramref name="before"/> into <paramref name="after"/>, step by step and all at once; then its rules
    /// hold, nothing is offered any more, and the machine compiles.
    /// </summary>
    /// <returns>The titles offered on the way.</returns>
    public static Task<IReadOnlyList<string>> TurnsAsync(MachineFixProvider fix, string before, string after) => TurnsAsync(fix, [before], [after]);

    /// <summary>As above, for several files.</summary>
    public static async Task<IReadOnlyList<string>> TurnsAsync(MachineFixProvider fix, string[] before, string[] after)
    {
        var steps = new FixRun(fix, before);
        await steps.ApplyOneByOneAsync();
        Assert.NotEmpty(steps.Titles);
        AssertEqual(after, await steps.SourcesAsync());

        var all = new FixRun(fix, before);
        await all.ApplyToAllAsync();
        AssertEqual(after, await all.SourcesAsync());
        await all.ApplyToAllAsync();
        AssertEqual(after, await all.SourcesAsync());

        Compilation compilation = Compilations.Generate(Compilations.Bare(after));
        Assert.Empty((await Compilations.AnalyzeAsync(compilation)).Select(diagnostic => diagnostic.ToString()));
        Assert.Empty(Compilations.Errors(compilation));
        return steps.Titles;
    }

    /// <summary>Compares whole texts, so that a failure shows where they part.</summary>
    private static void AssertEqual(string[] expected, string[] actual) =>
        Assert.Equal(string.Join("\n// Next file\n", expected), string.Join("\n// Next file\n", actual));

    /// <summary>The rule is broken, but the fix is not offered, because the repair would not be mechanical.</summary>
    public static async Task NothingAsync(MachineFixProvider fix, string source)
    {
        Assert.Contains(await Compilations.AnalyzeAsync(Compilations.Bare(source)), diagnostic => fix.FixableDiagnosticIds.Contains(diagnostic.Id));
        Assert.Empty(await new FixRun(fix, source).OffersAsync());
    }
}
