using System.Diagnostics;
using System.Globalization;
using Basic.Reference.Assemblies;
using KvmSdk.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KvmSdk.BuildCost;

/// <summary>What the generator does between two keystrokes, in an editor with some machines.</summary>
internal static class Keystrokes
{
    private static readonly CSharpParseOptions _parse = new(LanguageVersion.CSharp14);

    /// <summary>Prints what a keystroke costs elsewhere, and in one of the machines.</summary>
    public static void Print(TextWriter output, int machines, int keystrokes)
    {
        CSharpCompilation compilation = Compile(machines);
        SyntaxTree other = compilation.SyntaxTrees[^1];
        var elsewhere = new Session(compilation, new MachineGenerator(), other, static (text, i) => text + Number(i));
        var reading = new Session(compilation, new ReadingGenerator(), other, static (text, i) => text + Number(i));
        var inside = new Session(
            compilation, new MachineGenerator(), compilation.SyntaxTrees[0],
            static (text, i) => text.Replace(MachineSources.Declared, i % 2 == 0 ? "Irq = 12" : MachineSources.Declared, StringComparison.Ordinal));

        // In turns, so that whatever else the computer does meets all of them. What comes first is the compiler of this program itself at work.
        for (int i = 0; i < keystrokes * 3 / 2; i++)
        {
            foreach (Session session in new[] { elsewhere, reading, inside })
            {
                session.Type(i, isCounted: i >= keystrokes / 2);
            }
        }

        output.WriteLine("| keystroke | generator | of it Parse | machines parsed to the same | rendered |");
        output.WriteLine("| --- | ---: | ---: | ---: | ---: |");
        output.WriteLine(Row("elsewhere", elsewhere.Runs));
        output.WriteLine(Row("in one machine", inside.Runs));
        output.WriteLine();
        double parse = Fast(elsewhere.Runs.Select(run => run.Step));
        double read = Fast(reading.Runs.Select(run => run.Step));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Parse takes {parse:F2} ms for {machines} machines; a transform that only reads the attributes takes {read:F2} ms: {parse / read:F2} times as much."));
    }

    private static string Row(string where, List<Run> runs) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {where} | {Fast(runs.Select(run => run.Total)):F2} ms | {Fast(runs.Select(run => run.Step)):F2} ms | {Range(runs.Select(run => run.Unchanged))} | {Range(runs.Select(run => run.Rendered))} |");

    /// <summary>The machines, and at the end a file without any.</summary>
    private static CSharpCompilation Compile(int machines) => CSharpCompilation.Create(
        "Machines",
        Enumerable.Range(0, machines).Select(i => CSharpSyntaxTree.ParseText(MachineSources.Machine(i), _parse, $"Machine{i}.cs"))
            .Append(CSharpSyntaxTree.ParseText("internal static class Other { public static int Count => 1; }\n// ", _parse, "Other.cs")),
        [.. Net100.References.All, .. new[] { "KvmSdk", "KvmSdk.Model" }.Select(name => MetadataReference.CreateFromFile(Files.Built("KvmSdk", $"{name}.dll")))],
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    private static string Range(IEnumerable<int> counts) => counts.Min() == counts.Max() ? Number(counts.Min()) : $"{Number(counts.Min())} to {Number(counts.Max())}";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>The fastest tenth ends here: what other programs do meanwhile only ever adds.</summary>
    private static double Fast(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 10);

    /// <summary>One keystroke: milliseconds in all and in the first step, machines that came out equal, and files that were made anew.</summary>
    private sealed record Run(double Total, double Step, int Unchanged, int Rendered);

    /// <summary>Somebody typing into one file. Every keystroke is a new compilation, of which nothing has been looked at yet.</summary>
    private sealed class Session(CSharpCompilation compilation, IIncrementalGenerator generator, SyntaxTree tree, Func<string, int, string> type)
    {
        private readonly string _text = tree.ToString();

        private GeneratorDriver _driver = CSharpGeneratorDriver.Create(
            [generator.AsSourceGenerator()],
            parseOptions: _parse,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true)).RunGenerators(compilation);

        public List<Run> Runs { get; } = [];

        public void Type(int keystroke, bool isCounted)
        {
            CSharpCompilation edited = compilation.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(type(_text, keystroke), _parse, tree.FilePath));
            long began = Stopwatch.GetTimestamp();
            _driver = _driver.RunGenerators(edited);
            TimeSpan total = Stopwatch.GetElapsedTime(began);
            if (isCounted)
            {
                Runs.Add(Read(total, _driver.GetRunResult().Results.Single()));
            }
        }

        private static Run Read(TimeSpan total, GeneratorRunResult result)
        {
            var steps = result.TrackedSteps.Where(step => step.Key is MachineGenerator.ParseStep or ReadingGenerator.ReadStep).SelectMany(step => step.Value).ToArray();
            return new(
                total.TotalMilliseconds,
                steps.Sum(step => step.ElapsedTime.TotalMilliseconds),
                steps.SelectMany(step => step.Outputs).Count(output => output.Reason is IncrementalStepRunReason.Unchanged or IncrementalStepRunReason.Cached),
                result.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs).Count(output => output.Reason is not IncrementalStepRunReason.Cached));
        }
    }
}
