// Why so few starts: the lab's own start costs as much as a machine, and every machine here is booted once and looked at from several sides.
// Nothing runs before the first test asks, so that skipped tests cost nothing.

using System.Text;
using HelloLinux;
using KvmSdk.Boot;
using KvmSdk.Boot.Linux;
using KvmSdk.Boot.Payload;
using KvmSdk.EndToEnd.Tests.Lab;
using KvmSdk.Model.Spec;

namespace KvmSdk.EndToEnd.Tests.Linux;

/// <summary>The lab in which Debian's kernels boot, one after the other, on tests/KvmSdk.DeviceMonitor.</summary>
public sealed class LinuxLab : IDisposable
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(15);

    private readonly string _directory = Directory.CreateTempSubdirectory("linux-lab-").FullName;
    private readonly Lazy<Task<IReadOnlyList<GuestReport>>> _reports;

    public LinuxLab() => _reports = new(RunAsync);

    /// <summary>The program that checks file systems, of the package e2fsprogs.</summary>
    public static string? FileSystemCheck { get; } = Find("e2fsck");

    /// <summary>The program that reads them without mounting, likewise.</summary>
    public static string? FileSystemReader { get; } = Find("debugfs");

    /// <summary>All machines.</summary>
    internal static IReadOnlyList<LabMachine> Machines { get; } =
    [
        new("reads", LabMachine.Cloud, KernelEntry.Automatic, 1, 256, "read"),
        new("decompressor", LabMachine.Cloud, KernelEntry.Decompressor, 4, 8192),
        new("pvh", LabMachine.Cloud, KernelEntry.Pvh, 1, 8192),
        new("elf", LabMachine.CloudElf, KernelEntry.Automatic, 4, 256, "disk", "check"),
        new("elf-64", LabMachine.CloudElf, KernelEntry.Kernel64, 1, 256),
        new("generic", LabMachine.Generic, KernelEntry.Automatic, 4, 256, "disk", "check"),
        new("generic-decompressor", LabMachine.Generic, KernelEntry.Decompressor, 1, 256),
    ];

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_directory, recursive: true);

    /// <summary>What all machines printed.</summary>
    internal Task<IReadOnlyList<GuestReport>> ReportsAsync() => _reports.Value;

    private async Task<IReadOnlyList<GuestReport>> RunAsync()
    {
        List<string> additions = [.. await DeviceMonitor.AdditionAsync()];
        string[] tools = [FileSystemCheck!, FileSystemReader!];
        foreach (string tool in tools)
        {
            additions.AddRange("--add", $"{tool}=/sbin/{Path.GetFileName(tool)}");
        }

        // Opened by name at run time, so that the lab does not see that it is needed.
        additions.AddRange("--add", "/lib/x86_64-linux-gnu/liblzma.so.5=/lib/x86_64-linux-gnu/liblzma.so.5");
        foreach (string file in await MakeFilesAsync())
        {
            additions.AddRange("--add", $"{file}=/{Path.GetFileName(file)}");
        }

        // Several virtual CPUs run on two real ones, where they meet each other. For one that is a waste: emulated CPUs wake each other slowly.
        return
        [
            .. await BootAsync(1, additions, [.. Machines.Where(machine => machine.Cpus == 1)]),
            .. await BootAsync(2, additions, [.. Machines.Where(machine => machine.Cpus > 1)]),
        ];
    }

    private async Task<IEnumerable<GuestReport>> BootAsync(int hostCpus, List<string> additions, LabMachine[] machines)
    {
        string rules = File.ReadAllText(Repository.PathOf("tests", "KvmSdk.EndToEnd.Tests", "Linux", "lab-script"));
        string script = Write($"script-{hostCpus}", Encoding.UTF8.GetBytes($"{rules}{string.Join('\n', machines.Select(machine => machine.Line))}\n"));
        ProcessRun run = await LabRun.Of(
            $"Linux-{hostCpus}", ["--no-xsave", "--smp", $"{hostCpus}", .. additions, "--add", $"{script}=/script", "--", "sh", "/script"], _limit);
        Assert.True(run.ExitCode == 0, run.Transcript);
        string[] texts = run.Output.Split("@@ ")[1..];
        Assert.True(texts.Length == machines.Length, run.Transcript);
        return machines.Zip(texts, (machine, text) => new GuestReport(machine, text));
    }

    /// <summary>Everything that lies in the lab's root under its own name.</summary>
    private async Task<IReadOnlyList<string>> MakeFilesAsync()
    {
        string program = await StaticProgram.CompileAsync(GuestFile("high-memory.c"), _directory);
        List<string> files = [];
        foreach (string flavour in Machines.Select(machine => machine.Flavour).Distinct())
        {
            KernelFiles kernel = await new KernelCache(CacheDirectory.Root, flavour, install: false).GetAsync();
            byte[] image = await File.ReadAllBytesAsync(kernel.Kernel);
            files.Add(Write(flavour, image));
            if (Machines.Any(machine => machine.Kernel == flavour + ".elf"))
            {
                files.Add(Write(flavour + ".elf", Unpack(flavour, image)));
            }

            foreach (LabMachine machine in Machines.Where(machine => machine.Flavour == flavour).DistinctBy(machine => machine.Initrd))
            {
                files.Add(WriteInitrd(machine, kernel, program));
            }
        }

        return files;
    }

    private string WriteInitrd(LabMachine machine, KernelFiles kernel, string program)
    {
        string[] parts = machine.Work.Length == 0 ? ["look", "end"] : ["look", machine.Work, "end"];
        string command = string.Concat(parts.Select(part => File.ReadAllText(GuestFile(part))));
        string path = Path.Combine(_directory, machine.Initrd);
        using FileStream file = File.Create(path);
        Initramfs.Write(
            file, kernel, command, new TerminalSettings("", 0, 0, InputIsTerminal: false, OutputIsTerminal: false),
            machine.Work == "disk" ? ["crc32c_generic", "ext4"] : [], [program]);
        return path;
    }

    private static byte[] Unpack(string name, byte[] image)
    {
        using UnpackedKernel kernel = KernelPayload.Unpack(BzImage.Parse(new MemoryImage(name, image)));
        using MemoryStream elf = new();
        kernel.CopyTo(elf);
        return elf.ToArray();
    }

    private string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(_directory, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static string GuestFile(string name) => Repository.PathOf("tests", "KvmSdk.EndToEnd.Tests", "Linux", "guest", name);

    internal static string? Find(string tool) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin").Append("/sbin").Select(directory => Path.Combine(directory, tool)).FirstOrDefault(File.Exists);
}
