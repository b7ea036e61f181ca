extern alias generators;

using System.Collections.Immutable;
using Basic.Reference.Assemblies;
using generators::KvmSdk.Generators;
using KvmSdk.Analyzers.HotPath;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace KvmSdk.Analyzers.Tests.Support;

/// <summary>Compilations against the real runtime, as a user's build makes them: first the generator, then the analyzers.</summary>
internal static class Compilations
{
    public static readonly ImmutableArray<MetadataReference> References =
    [
        .. Net100.References.All,
        .. new[] { "KvmSdk", "KvmSdk.Model", "KvmSdk.Devices", "KvmSdk.Boot", "KvmSdk.Interop" }
            .Select(name => MetadataReference.CreateFromFile(Path.Combine(Repository.RuntimeDirectory, $"{name}.dll"))),
    ];

    public static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp14, DocumentationMode.Diagnose);

    public static readonly CSharpCompilationOptions Options =
        new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true);

    /// <summary>All that the package brings.</summary>
    public static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers = [new MachineAnalyzer(), new GuestDeviceAnalyzer(), new HotPathAnalyzer()];

    /// <summary>Every source is a file of its own; <c>using KvmSdk</c> holds in all of them.</summary>
    public static CSharpCompilation Of(params string[] sources) =>
        Bare(sources).AddSyntaxTrees(CSharpSyntaxTree.ParseText("global using KvmSdk;", ParseOptions, "Usings.cs"));

    /// <summary>Every source is a file of its own, with no more than it says itself.</summary>
    public static CSharpCompilation Bare(params string[] sources) => CSharpCompilation.Create(
        "Machines",
        sources.Select((source, i) => CSharpSyntaxTree.ParseText(source, ParseOptions, $"{i}.cs")),
        References,
        Options);

    /// <summary>The compilation with what the generator adds to it.</summary>
    public static Compilation Generate(Compilation compilation)
    {
        CSharpGeneratorDriver.Create([new MachineGenerator().AsSourceGenerator(), new GuestDeviceGenerator().AsSourceGenerator()], parseOptions: ParseOptions)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out ImmutableArray<Diagnostic> diagnostics);
        Assert.Empty(diagnostics);
        return output;
    }

    /// <summary>What the analyzers report, in order of place.</summary>
    public static async Task<ImmutableArray<Diagnostic>> AnalyzeAsync(Compilation compilation)
    {
        ImmutableArray<Diagnostic> diagnostics = await compilation
            .WithAnalyzers(Analyzers, new CompilationWithAnalyzersOptions(
                new AnalyzerOptions([]), (exception, _, _) => Assert.Fail(exception.ToString()), concurrentAnalysis: true, logAnalyzerExecutionTime: false))
            .GetAnalyzerDiagnosticsAsync();
        return [.. diagnostics.OrderBy(diagnostic => diagnostic.Location.SourceTree?.FilePath, StringComparer.Ordinal)
            .ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start).ThenBy(diagnostic => diagnostic.Id, StringComparer.Ordinal)];
    }

    /// <summary>The compiler's own errors.</summary>
    public static IEnumerable<string> Errors(Compilation compilation) =>
        compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.ToString());
}
