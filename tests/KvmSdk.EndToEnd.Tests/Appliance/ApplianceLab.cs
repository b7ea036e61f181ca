using HelloLinux;
using KvmSdk.EndToEnd.Tests.Lab;

namespace KvmSdk.EndToEnd.Tests.Appliance;

/// <summary>tests/KvmSdk.Appliance, published with Debian's kernel, an initial RAM disk and a disk inside, and two copies of it run in the lab.</summary>
public sealed class ApplianceLab : IDisposable
{
    private readonly string _scratch = Directory.CreateTempSubdirectory("appliance-").FullName;
    private readonly Lock _gate = new();
    private Task<LabReport>? _report;

    /// <summary>The disk: a greeting, and something at its end.</summary>
    public static byte[] Disk { get; } = MakeDisk();

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_scratch, recursive: true);

    /// <summary>The one file.</summary>
    public string Program => Path.Combine(_scratch, "out", "appliance");

    /// <summary>What guests and lab printed.</summary>
    internal Task<LabReport> ReportAsync()
    {
        lock (_gate)
        {
            return _report ??= RunAsync();
        }
    }

    private static byte[] MakeDisk()
    {
        byte[] disk = new byte[1 << 20];
        "Hello from the program."u8.CopyTo(disk);
        disk.AsSpan(^512..).Fill(0xA5);
        return disk;
    }

    private async Task<LabReport> RunAsync()
    {
        KernelFiles kernel = await new KernelCache(CacheDirectory.Root, KernelCache.Cloud, install: false).GetAsync();
        File.Copy(kernel.Kernel, Path.Combine(_scratch, "vmlinuz"));
        await File.WriteAllBytesAsync(Path.Combine(_scratch, "disk.img"), Disk);
        string folder = Repository.PathOf("tests", "KvmSdk.EndToEnd.Tests", "Appliance");
        using (FileStream file = File.Create(Path.Combine(_scratch, "initrd")))
        {
            Initramfs.Write(
                file, kernel, await File.ReadAllTextAsync(Path.Combine(folder, "guest")), new TerminalSettings("", 0, 0, InputIsTerminal: false, OutputIsTerminal: false), ["virtio_blk"], []);
        }

        ProcessRun publish = await ProcessRun.Of(
            "dotnet",
            ["publish", "tests/KvmSdk.Appliance", "-c", "Release", $"-p:ApplianceImages={_scratch}", "-o", Path.Combine(_scratch, "out"), "-nologo", "-v", "quiet"],
            TimeSpan.FromMinutes(15));
        Assert.True(publish.ExitCode == 0, publish.Transcript);
        ProcessRun run = await LabRun.Of(
            "Appliance",
            ["--no-xsave", "--add", $"{Program}=/appliance", "--add", $"{Path.Combine(folder, "lab-script")}=/script", "--", "sh", "/script"],
            TimeSpan.FromMinutes(5));
        Assert.True(run.ExitCode == 0, run.Transcript);
        return new LabReport(run.Output, run.Transcript);
    }
}
