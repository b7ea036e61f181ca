namespace KvmSdk.EndToEnd.Tests.Lab;

/// <summary>One command in the lab.</summary>
internal static class LabRun
{
    // What the guest's watchdog says when one of its CPUs did nothing for 20 seconds.
    private const string CpuStoodStill = "watchdog: BUG: soft lockup";

    // tests/lab/run's own code for its limits.
    private const int TimedOut = 124;

    /// <summary>Longer than any command is silent on a busy host.</summary>
    private const int SecondsOfSilence = 150;

    /// <summary>The options by which a lab that stands still is ended.</summary>
    public static string[] SilenceOptions { get; } = ["--silence", $"{SecondsOfSilence}"];

    /// <summary>
    /// Runs a command in the lab, and once more if the lab stood still: TCG has been seen to stop a CPU of the host or of the guest in it for ever
    /// (tests/lab/README.md, "One processor"), which says nothing of the monitor. A second standstill is an answer like any other.
    /// </summary>
    /// <param name="name">Whose start it is, for the transcript of a standstill that is kept beside the results of the tests.</param>
    /// <param name="arguments">The arguments of tests/lab/run.</param>
    /// <param name="limit">How long a start may take.</param>
    public static async Task<ProcessRun> Of(string name, string[] arguments, TimeSpan limit)
    {
        ProcessRun run = await OnceAsync(arguments, limit);
        if (run.ExitCode == TimedOut || run.Output.Contains(CpuStoodStill, StringComparison.Ordinal))
        {
            KeepTranscript(name, run.Transcript);
            run = await OnceAsync(arguments, limit);
        }

        return run;
    }

    // The lab's own limit comes first, because it also says how far the host's kernel got.
    private static Task<ProcessRun> OnceAsync(string[] arguments, TimeSpan limit) =>
        ProcessRun.Of("tests/lab/run", ["--timeout", $"{(int)limit.TotalSeconds}", .. SilenceOptions, .. arguments], limit + TimeSpan.FromMinutes(1));

    // For whoever looks for the cause, beside what else a run of the tests keeps.
    private static void KeepTranscript(string name, string transcript)
    {
        string directory = Path.Combine(TestRun.ResultsDirectory, "labs");
        Directory.CreateDirectory(directory);
        File.WriteAllText(Path.Combine(directory, $"{name}-stood-still.log"), transcript);
    }
}
