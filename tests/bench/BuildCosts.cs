using System.Globalization;
using System.Text.RegularExpressions;

namespace KvmSdk.BuildCost;

/// <summary>What generator and analyzers add to <c>dotnet build</c>.</summary>
internal static partial class BuildCosts
{
    /// <summary>Every run compiles everything, in a compiler process of its own: nothing is warm but the files.</summary>
    private static readonly string[] _cold = ["--no-restore", "-t:Rebuild", "-m:1", "-nologo", "-v:quiet", "-p:UseSharedCompilation=false"];

    /// <summary>Prints a row for each number of machines.</summary>
    public static void Print(TextWriter output, int[] sizes, int runs)
    {
        output.WriteLine("| machines | build without | build with | wall | processor | generator | analyzers |");
        output.WriteLine("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (int size in sizes)
        {
            output.WriteLine(Row(size, runs));
        }
    }

    private static string Row(int size, int runs)
    {
        string with = BuildProject.With(size);
        string report = CommandRun.Dotnet(["build", with, .. _cold, "-v:detailed", "-p:ReportAnalyzer=true", "-p:EmitCompilerGeneratedFiles=true"]).Output;
        string without = BuildProject.Without(size);
        List<CommandRun> plain = [];
        List<CommandRun> full = [];
        for (int run = 0; run < runs; run++)
        {
            // Each goes first as often as the other.
            foreach (bool isFull in new[] { run % 2 == 0, run % 2 != 0 })
            {
                (isFull ? full : plain).Add(CommandRun.Dotnet(["build", isFull ? with : without, .. _cold]));
            }
        }

        TimeSpan wall = Median(full.Select(run => run.Wall));
        TimeSpan plainWall = Median(plain.Select(run => run.Wall));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {size} | {plainWall.TotalSeconds:F2} s | {wall.TotalSeconds:F2} s | {wall / plainWall - 1:+0 %;-0 %} | {Median(full.Select(run => run.Processor)) / Median(plain.Select(run => run.Processor)) - 1:+0 %;-0 %} | {Reported(report, "KvmSdk.Generators")} | {Reported(report, "KvmSdk.Analyzers")} |");
    }

    /// <summary>The time that the compiler's own report gives to an assembly.</summary>
    private static string Reported(string report, string assembly) =>
        Regex.Match(report, $@"^\s*(?<time><?\s*[\d.,]+)\s+<?\s*\d+\s+{Regex.Escape(assembly)}, Version", RegexOptions.Multiline) is { Success: true } line
            ? $"{line.Groups["time"].Value.Trim()} s"
            : throw new InvalidOperationException($"the compiler did not report {assembly}:\n{report}");

    private static TimeSpan Median(IEnumerable<TimeSpan> times)
    {
        TimeSpan[] sorted = [.. times.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
