using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace KvmSdk.EndToEnd.Tests;

/// <summary>A shell at a terminal of its own, in which a VM program runs and then the terminal's mode is shown.</summary>
internal sealed class TerminalSession : IDisposable
{
    private readonly Process _script;
    private readonly StringBuilder _screen = new();

    /// <summary>Starts the HelloVm sample with a guest of its own.</summary>
    /// <param name="image">The guest's file.</param>
    public TerminalSession(string image)
    {
        string program = Repository.Assembly("HelloVm", "HelloVm");
        // Whoever runs the tests in the background of a script has them ignore SIGINT and SIGQUIT, and what they start too.
        string command = $"sh -c 'echo \"pid=$$.\"; exec env --default-signal=HUP,INT,QUIT,TERM,TSTP \"{program}\" --program \"{image}\"'; echo \"rc=$?.\"; stty -a";
        _script = Process.Start(new ProcessStartInfo("/usr/bin/script", ["-qec", command, "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    /// <summary>What the terminal has shown so far.</summary>
    public string Screen => _screen.ToString();

    /// <summary>Types keys.</summary>
    public void Type(string keys)
    {
        _script.StandardInput.Write(keys);
        _script.StandardInput.Flush();
    }

    /// <summary>Waits until the terminal shows a text.</summary>
    public async Task WaitForAsync(string text)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        char[] one = new char[1];
        while (!Screen.EndsWith(text, StringComparison.Ordinal))
        {
            int read = await _script.StandardOutput.ReadAsync(one, deadline.Token);
            Assert.True(read == 1, $"the session ended before '{text}':\n{Screen}");
            _screen.Append(one[0]);
        }
    }

    /// <summary>The number between a label and a full stop, such as <c>pid=17.</c></summary>
    public async Task<int> NumberAfterAsync(string label)
    {
        await WaitForAsync(label);
        int start = Screen.Length;
        await WaitForAsync(".");
        return int.Parse(Screen.AsSpan(start, Screen.Length - start - 1), CultureInfo.InvariantCulture);
    }

    /// <summary>Reads to the end, after which the screen has the terminal's mode.</summary>
    public async Task EndAsync()
    {
        _screen.Append(await _script.StandardOutput.ReadToEndAsync());
        await _script.WaitForExitAsync();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_script.HasExited)
        {
            _script.Kill(entireProcessTree: true);
        }

        _script.Dispose();
    }
}
