// Why so few starts: the lab's own start costs as much as a machine, so a device's machine is booted once and looked at from several sides.
// Nothing runs before the first test asks, so that skipped tests cost nothing.

using HelloLinux;

namespace KvmSdk.EndToEnd.Tests.Lab;

/// <summary>
/// One start of the lab for the tests of one device: a verb of tests/KvmSdk.DeviceMonitor and Debian's cloud kernel, whose user space is busybox and
/// the script <c>guest</c> of the device's folder; the script <c>lab-script</c> beside it, run in the lab, starts the machine.
/// </summary>
/// <param name="folder">The folder of this project that holds the two scripts.</param>
/// <param name="guestModules">The kernel modules that the guest loads.</param>
/// <param name="labOptions">Options of tests/lab/run, e.g. the modules that the lab itself needs.</param>
public abstract class GuestLab(string folder, string[] guestModules, params string[] labOptions) : IDisposable
{
    private readonly Lock _gate = new();
    private Task<LabReport>? _report;

    /// <summary>A directory for files of this start.</summary>
    protected string Scratch { get; } = Directory.CreateTempSubdirectory("guest-lab-").FullName;

    /// <summary>How long the start may take.</summary>
    protected virtual TimeSpan Limit => TimeSpan.FromMinutes(8);

    /// <summary>Debian's kernel in the guest; the lab has its initial RAM disk as /initrd and it as /vmlinuz.</summary>
    protected virtual string Flavour => KernelCache.Cloud;

    /// <inheritdoc/>
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        Directory.Delete(Scratch, recursive: true);
    }

    /// <summary>What guest, monitor and lab printed.</summary>
    internal Task<LabReport> ReportAsync()
    {
        lock (_gate)
        {
            return _report ??= RunAsync();
        }
    }

    /// <summary>Debian's programs, by their paths here, that the guest has with their libraries.</summary>
    protected virtual string[] DebianPrograms => [];

    /// <summary>Programs of this machine that the guest needs, for its path; made on demand.</summary>
    protected virtual Task<string[]> GuestProgramsAsync() => Task.FromResult<string[]>([]);

    /// <summary>More options of tests/lab/run, made on demand.</summary>
    protected virtual Task<string[]> LabAdditionsAsync() => Task.FromResult<string[]>([]);

    /// <summary>A file of the device's folder.</summary>
    protected string FileOf(string name) => Repository.PathOf("tests", "KvmSdk.EndToEnd.Tests", folder, name);

    /// <summary>The arguments of tests/lab/run that start the machine.</summary>
    /// <param name="scriptArguments">Arguments of the device's script in the lab.</param>
    protected async Task<string[]> ArgumentsAsync(params string[] scriptArguments)
    {
        KernelFiles kernel = await new KernelCache(CacheDirectory.Root, Flavour, install: false).GetAsync();
        string initrd = Path.Combine(Scratch, "initrd");
        string guest = await File.ReadAllTextAsync(FileOf("guest"));
        string[] programs = await GuestProgramsAsync();
        using (FileStream file = File.Create(initrd))
        {
            Initramfs.Write(file, kernel, guest, new TerminalSettings("", 0, 0, InputIsTerminal: false, OutputIsTerminal: false), guestModules, programs);
            await GuestLibraries.AddAsync(file, DebianPrograms);
        }

        return
        [
            // Opened by name at run time, for kernels that are packed so; the lab does not see that it is needed.
            "--no-xsave", "--add", "/lib/x86_64-linux-gnu/liblzma.so.5=/lib/x86_64-linux-gnu/liblzma.so.5", .. labOptions, .. await LabAdditionsAsync(), .. await DeviceMonitor.AdditionAsync(), "--add", $"{kernel.Kernel}=/vmlinuz",
            "--add", $"{initrd}=/initrd", "--add", $"{FileOf("lab-script")}=/script", "--", "sh", "/script", .. scriptArguments,
        ];
    }

    private async Task<LabReport> RunAsync()
    {
        ProcessRun run = await LabRun.Of(folder, await ArgumentsAsync(), Limit);
        Assert.True(run.ExitCode == 0, run.Transcript);
        return new LabReport(run.Output, run.Transcript);
    }
}
