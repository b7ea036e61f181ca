namespace KvmSdk.EndToEnd.Tests;

/// <summary>A VM program at a terminal: whatever ends it, the shell gets its terminal back.</summary>
public sealed class TerminalTests : IDisposable
{
    private const string Hint = "sends Ctrl-A";

    private readonly string _directory = Directory.CreateTempSubdirectory("kvmsdk-terminal-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [TerminalFact]
    public async Task Ctrl_A_x_quits()
    {
        using TerminalSession session = new(Guest(0xEB, 0xFE));
        await session.WaitForAsync(Hint);
        session.Type("\u0003\u0001x");
        Assert.Equal(0, await session.NumberAfterAsync("rc="));
        await EndsWithTheShellsModeAsync(session);
    }

    [TerminalFact]
    public Task SIGTERM_ends_it() => ASignalEndsItAsync("TERM", 143);

    [TerminalFact]
    public Task SIGHUP_ends_it() => ASignalEndsItAsync("HUP", 129);

    [TerminalFact]
    public Task SIGQUIT_ends_it() => ASignalEndsItAsync("QUIT", 131);

    [TerminalFact]
    public async Task A_stopped_job_goes_on_raw()
    {
        using TerminalSession session = new(Guest(0xEB, 0xFE));
        int pid = await session.NumberAfterAsync("pid=");
        await session.WaitForAsync(Hint);
        await SendAsync("TSTP", pid);
        SpinWait.SpinUntil(() => StateOf(pid) == 'T', TimeSpan.FromMinutes(2));
        Assert.Equal('T', StateOf(pid));
        await SendAsync("CONT", pid);
        SpinWait.SpinUntil(() => StateOf(pid) != 'T', TimeSpan.FromMinutes(2));

        // In the shell's own mode these two keys would wait for the end of a line.
        session.Type("\u0001x");
        Assert.Equal(0, await session.NumberAfterAsync("rc="));
        await EndsWithTheShellsModeAsync(session);
    }

    [TerminalFact]
    public async Task A_guest_that_crashes_leaves_its_sentence_and_the_shells_mode()
    {
        // lidt [rsp] from an empty stack, then ud2: an exception without a handler.
        using TerminalSession session = new(Guest(0x0F, 0x01, 0x1C, 0x24, 0x0F, 0x0B));
        await session.WaitForAsync("HelloVm: vCPU 0 ");
        Assert.Equal(112, await session.NumberAfterAsync("rc="));
        await EndsWithTheShellsModeAsync(session);
    }

    private async Task ASignalEndsItAsync(string signal, int code)
    {
        using TerminalSession session = new(Guest(0xEB, 0xFE));
        int pid = await session.NumberAfterAsync("pid=");
        await session.WaitForAsync(Hint);
        await SendAsync(signal, pid);
        Assert.Equal(code, await session.NumberAfterAsync("rc="));
        await EndsWithTheShellsModeAsync(session);
    }

    private static async Task EndsWithTheShellsModeAsync(TerminalSession session)
    {
        await session.EndAsync();
        string[] modes = session.Screen.Split([' ', ';', '\r', '\n']);
        Assert.Contains("icanon", modes);
        Assert.Contains("isig", modes);
        Assert.Contains("echo", modes);
    }

    private static async Task SendAsync(string signal, int pid)
    {
        ProcessRun run = await ProcessRun.Of("kill", [$"-{signal}", pid.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        Assert.True(run.ExitCode == 0, run.Transcript);
    }

    /// <summary>The letter after the name in /proc/PID/stat: T for stopped.</summary>
    private static char StateOf(int pid)
    {
        string stat = File.ReadAllText($"/proc/{pid}/stat");
        return stat[stat.LastIndexOf(')') + 2];
    }

    private string Guest(params byte[] code)
    {
        string path = Path.Combine(_directory, "guest.bin");
        File.WriteAllBytes(path, code);
        return path;
    }
}
