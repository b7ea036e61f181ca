using System.Diagnostics;

namespace KvmSdk.Package.Tests;

/// <summary>One run of a program to its end, with what it printed.</summary>
internal sealed record CommandRun(string Command, int ExitCode, string Output, string Error)
{
    /// <summary>Everything, for the message of a failed assertion.</summary>
    public string Transcript => $"{Command}\nexit code {ExitCode}\n--- stdout\n{Output}\n--- stderr\n{Error}";

    /// <summary>Runs a program.</summary>
    /// <param name="directory">Where.</param>
    /// <param name="environment">What its environment has besides, or instead of, this process's.</param>
    /// <param name="file">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<CommandRun> Of(string directory, IReadOnlyDictionary<string, string> environment, string file, params string[] arguments)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // The test host's own MSBuild settings must not leak into builds under test, nor may theirs go where tests/run has this run's results.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name.StartsWith("VSTEST", StringComparison.Ordinal) || name == TestRun.ResultsVariable).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{file} did not start");
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string command = $"{file} {string.Join(' ', arguments)}";

        // Only guards against a hang.
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{command} did not end; so far:\n{await output}\n{await error}");
        }

        return new(command, process.ExitCode, await output, await error);
    }

    /// <summary>Fails, with everything it printed, unless the program succeeded.</summary>
    public CommandRun Succeeded()
    {
        Assert.True(ExitCode == 0, Transcript);
        return this;
    }
}
