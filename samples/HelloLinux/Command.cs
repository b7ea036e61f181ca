using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using KvmSdk;

namespace HelloLinux;

/// <summary>A program of the host, run to its end with its output kept.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Error">What it wrote to standard error.</param>
internal sealed record Command(int ExitCode, string Output, string Error)
{
    /// <summary>Runs it. It has the locale C, so that its words can be read by programs, and no input, so that it cannot ask.</summary>
    /// <param name="program">Its name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="directory">Its working directory; null for this one's.</param>
    /// <param name="line">Is given each line of standard output as it comes.</param>
    /// <exception cref="HostException">It cannot be started.</exception>
    public static async Task<Command> RunAsync(string program, IEnumerable<string> arguments, string? directory = null, Action<string>? line = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory ?? "",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LC_ALL"] = "C";
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        using Process process = Start(start);
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        var output = new StringBuilder();
        while (await process.StandardOutput.ReadLineAsync() is { } text)
        {
            output.Append(text).Append('\n');
            line?.Invoke(text);
        }

        await process.WaitForExitAsync();
        return new(process.ExitCode, output.ToString(), await error);
    }

    /// <summary>Runs it and insists on success.</summary>
    /// <inheritdoc cref="RunAsync"/>
    /// <param name="program">Its name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="remedy">What the user can do if it fails.</param>
    /// <param name="directory">Its working directory; null for this one's.</param>
    /// <param name="line">Is given each line of standard output as it comes.</param>
    public static async Task<Command> RequireAsync(
        string program, IReadOnlyList<string> arguments, string remedy, string? directory = null, Action<string>? line = null)
    {
        Command run = await RunAsync(program, arguments, directory, line);
        return run.ExitCode == 0 ? run : throw new HostException(program, $"'{program} {string.Join(' ', arguments)}' failed: {run.LastWords}", remedy);
    }

    /// <summary>Starts a program, which may be missing.</summary>
    /// <exception cref="HostException">It cannot be started.</exception>
    public static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start a process");
        }
        catch (Win32Exception e)
        {
            throw new HostException(start.FileName, e.Message, "install it, or put it on the path", e);
        }
    }

    /// <summary>Whether a program of this name is on the path.</summary>
    public static bool Exists(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Any(directory => File.Exists(Path.Combine(directory, program)));

    /// <summary>The last line of its complaint, or else of its output: what a person would look at first.</summary>
    private string LastWords
    {
        get
        {
            string words = Error.Trim() is { Length: > 0 } error ? error : Output.Trim();
            return words.Length > 0 ? words.Split('\n')[^1].Trim() : $"exit code {ExitCode}";
        }
    }
}
