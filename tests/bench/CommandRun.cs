using System.Diagnostics;
using System.Globalization;

namespace KvmSdk.BuildCost;

/// <summary>One run of a command: what it took, and what it printed.</summary>
/// <param name="Wall">From start to end.</param>
/// <param name="Processor">The processor time of the command and all that it started and waited for.</param>
/// <param name="Output">Its standard output.</param>
internal sealed record CommandRun(TimeSpan Wall, TimeSpan Processor, string Output)
{
    /// <summary>The kernel counts processor time for others to read in hundredths of a second (USER_HZ, proc(5)).</summary>
    private const double TicksPerSecond = 100;

    /// <summary>Runs <c>dotnet</c>, and throws what it printed if it fails.</summary>
    public static CommandRun Dotnet(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        TimeSpan before = OfChildren();
        long began = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start");
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        TimeSpan wall = Stopwatch.GetElapsedTime(began);
        return process.ExitCode == 0
            ? new(wall, OfChildren() - before, output)
            : throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} failed:\n{output}");
    }

    /// <summary>The processor time of all children that have ended: fields 16 and 17 of /proc/self/stat.</summary>
    private static TimeSpan OfChildren()
    {
        string stat = File.ReadAllText("/proc/self/stat");
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromSeconds((long.Parse(fields[13], CultureInfo.InvariantCulture) + long.Parse(fields[14], CultureInfo.InvariantCulture)) / TicksPerSecond);
    }
}
