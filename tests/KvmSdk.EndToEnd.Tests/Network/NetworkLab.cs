using HelloLinux;

namespace KvmSdk.EndToEnd.Tests.Network;

/// <summary>One boot of Debian's cloud kernel with a network on a tap of the lab, on tests/KvmSdk.NetMonitor, looked at from several sides.</summary>
public sealed class NetworkLab : IDisposable
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(15);

    private readonly string _directory = Directory.CreateTempSubdirectory("network-lab-").FullName;
    private readonly Lazy<Task<NetworkReport>> _report;

    public NetworkLab() => _report = new(RunAsync);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_directory, recursive: true);

    /// <summary>What guest, monitor and lab printed.</summary>
    internal Task<NetworkReport> ReportAsync() => _report.Value;

    private async Task<NetworkReport> RunAsync()
    {
        string published = Repository.PathOf("artifacts", "lab", "NetMonitor");
        ProcessRun publish = await ProcessRun.Of(
            "dotnet", ["publish", "tests/KvmSdk.NetMonitor", "-c", "Release", "-o", published, "-nologo", "-v", "quiet"], _limit);
        Assert.True(publish.ExitCode == 0, publish.Transcript);

        KernelFiles kernel = await new KernelCache(CacheDirectory.Root, KernelCache.Cloud, install: false).GetAsync();
        string initrd = Path.Combine(_directory, "initrd");
        using (FileStream file = File.Create(initrd))
        {
            Initramfs.Write(
                file, kernel, await File.ReadAllTextAsync(Script("guest")), new TerminalSettings("", 0, 0, InputIsTerminal: false, OutputIsTerminal: false), ["virtio_net"]);
        }

        ProcessRun run = await ProcessRun.Of(
            "tests/lab/run",
            [
                "--no-xsave", "--module", "tun", "--add", Path.Combine(published, "netmonitor") + "=/netmonitor", "--add", $"{kernel.Kernel}=/vmlinuz",
                "--add", $"{initrd}=/initrd", "--add", $"{Script("lab-script")}=/script", "--", "sh", "/script",
            ],
            _limit);
        Assert.True(run.ExitCode == 0, run.Transcript);
        return new NetworkReport(run.Transcript, run.Output);
    }

    private static string Script(string name) => Repository.PathOf("tests", "KvmSdk.EndToEnd.Tests", "Network", name);
}
