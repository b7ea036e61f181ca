// What the generator and the analyzers cost whoever writes machines. Prints the tables of docs/build-cost.md.
//
//     dotnet run -c Release --project tests/bench [-- RUNS]
//
// RUNS is how often each build is timed (7); 0 leaves the builds out.

using System.Globalization;
using KvmSdk.BuildCost;

int runs = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 7;
Console.WriteLine($"{Environment.ProcessorCount} processors, load {File.ReadAllText("/proc/loadavg").Split(' ')[0]}, .NET {Environment.Version}\n");
Keystrokes.Print(Console.Out, machines: 10, keystrokes: 200);
if (runs > 0)
{
    Console.WriteLine();
    BuildCosts.Print(Console.Out, [1, 10, 100], runs);
}
