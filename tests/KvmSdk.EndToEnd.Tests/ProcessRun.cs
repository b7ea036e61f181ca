using System.Diagnostics;
using System.Text;

namespace KvmSdk.EndToEnd.Tests;

/// <summary>One run of a program to its end, with what it printed.</summary>
internal sealed record ProcessRun(int ExitCode, string Output, string Error)
{
    /// <summary>Everything, for the message of a failed assertion.</summary>
    public string Transcript => $"exit code {ExitCode}\n--- stdout\n{Output}\n--- stderr\n{Error}";

    /// <summary>Runs <paramref name="file"/> in the repository's root.</summary>
    /// <param name="file">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="limit">When to give up and kill it; generous, since it only guards against a hang.</param>
    public static async Task<ProcessRun> Of(string file, string[] arguments, TimeSpan? limit = null)
    {
        // A path is one from the root; a bare name is looked for where the shell would.
        var start = new ProcessStartInfo(file.Contains('/', StringComparison.Ordinal) ? Repository.PathOf(file) : file, arguments)
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // The test host's own MSBuild settings must not leak into builds under test.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name == "VSTEST_HOST_DEBUG").ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{file} did not start");
        process.StandardInput.Close();
        var output = new StringBuilder();
        Task<string> error = process.StandardError.ReadToEndAsync();
        Task read = Task.Run(async () =>
        {
            while (await process.StandardOutput.ReadLineAsync() is string line)
            {
                output.Append(line).Append('\n');
            }
        });

        using var deadline = new CancellationTokenSource(limit ?? TimeSpan.FromMinutes(5));
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            await read;
            throw new TimeoutException($"{file} {string.Join(' ', arguments)} did not end; so far:\n{output}\n{await error}");
        }

        await read;
        return new(process.ExitCode, output.ToString(), await error);
    }
}
