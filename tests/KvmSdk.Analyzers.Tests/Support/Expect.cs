using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace KvmSdk.Analyzers.Tests.Support;

/// <summary>What a user would see of some sources.</summary>
internal static class Expect
{
    /// <summary>
    /// The rules broken are exactly the marked ones, each once and at its place, and the compiler adds no error of its own:
    /// generator and analyzer agree.
    /// </summary>
    public static async Task<ImmutableArray<Diagnostic>> MarkedAsync(params string[] sources)
    {
        Compilation compilation = Compilations.Generate(Compilations.Of(sources));
        ImmutableArray<Diagnostic> diagnostics = await Compilations.AnalyzeAsync(compilation);

        Assert.Equal(Squiggle.Marked(sources), Squiggle.Reported(diagnostics));
        Assert.Empty(Compilations.Errors(compilation));
        return diagnostics;
    }

    /// <summary>As <see cref="MarkedAsync"/>, for one place; returns the sentence.</summary>
    public static async Task<string> SentenceAsync(params string[] sources) =>
        Assert.Single(await MarkedAsync(sources)).GetMessage(System.Globalization.CultureInfo.InvariantCulture);
}
