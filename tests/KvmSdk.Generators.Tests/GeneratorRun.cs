using System.Collections.Immutable;
using System.Reflection;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KvmSdk.Generators.Tests;

/// <summary>
/// One run of the generator over a source. Every run asserts what must always hold: the result compiles without error or
/// warning, a second run over an unrelated edit is served from the cache, and no symbol or syntax survives in the pipeline.
/// </summary>
internal sealed class GeneratorRun
{
    public static readonly string RuntimeDirectory = Metadata("RuntimeDirectory");

    private static readonly ImmutableArray<MetadataReference> _references =
    [
        .. Net100.References.All,
        MetadataReference.CreateFromFile(Path.Combine(RuntimeDirectory, "KvmSdk.dll")),
        MetadataReference.CreateFromFile(Path.Combine(RuntimeDirectory, "KvmSdk.Model.dll")),
    ];

    private static readonly CSharpParseOptions _parseOptions = new(LanguageVersion.CSharp14, DocumentationMode.Diagnose);

    private GeneratorRun(GeneratorDriver driver, CSharpCompilation input, Compilation output)
    {
        Driver = driver;
        Input = input;
        Output = output;
    }

    public GeneratorDriver Driver { get; }

    public CSharpCompilation Input { get; }

    public Compilation Output { get; }

    public IReadOnlyDictionary<string, string> Files =>
        Driver.GetRunResult().Results.SelectMany(result => result.GeneratedSources).ToDictionary(source => source.HintName, source => source.SourceText.ToString());

    /// <summary>Runs over a valid or invalid declaration whose generated half must compile.</summary>
    public static GeneratorRun Of(string source)
    {
        GeneratorRun run = Unchecked(source);
        Assert.Empty(run.Driver.GetRunResult().Diagnostics);
        Assert.True(!run.Output.GetDiagnostics().Any(IsOurs), string.Join('\n', run.Output.GetDiagnostics().Where(IsOurs)));
        Caching.AssertServedFromCache(run);
        return run;
    }

    /// <summary>Runs without looking at the compilation's own diagnostics.</summary>
    public static GeneratorRun Unchecked(string source)
    {
        var compilation = CSharpCompilation.Create(
            "Generated",
            [Parse(source)],
            _references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, warningLevel: 9999));
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new MachineGenerator().AsSourceGenerator(), new GuestDeviceGenerator().AsSourceGenerator()],
            parseOptions: _parseOptions,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        return new(driver, compilation, output);
    }

    /// <summary>The same driver over the source as edited.</summary>
    public GeneratorRun Edit(Func<string, string> edit)
    {
        SyntaxTree before = Input.SyntaxTrees.Single();
        CSharpCompilation edited = Input.ReplaceSyntaxTree(before, Parse(edit(before.ToString())));
        GeneratorDriver driver = Driver.RunGeneratorsAndUpdateCompilation(edited, out Compilation output, out _);
        return new(driver, edited, output);
    }

    /// <summary>Whether generated code is to blame; missing documentation is only wanted of it, not of the sources under test.</summary>
    private static bool IsOurs(Diagnostic diagnostic) =>
        diagnostic.Severity is DiagnosticSeverity.Error or DiagnosticSeverity.Warning
        && !(diagnostic.Id == "CS1591" && diagnostic.Location.SourceTree?.FilePath == "Machine.cs");

    public static SyntaxTree Parse(string source) => CSharpSyntaxTree.ParseText(source, _parseOptions, "Machine.cs");

    public static string Metadata(string key) =>
        typeof(GeneratorRun).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
