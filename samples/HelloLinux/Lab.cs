// Why a native build: the lab's processor is emulated, and a just-in-time compiler would take minutes there to start.

using System.Diagnostics;
using System.Globalization;
using KvmSdk;

namespace HelloLinux;

/// <summary>The lab: a KVM host inside QEMU, in which this program runs the machine where this host cannot.</summary>
internal static class Lab
{
    /// <summary>A guest may well be used for longer than a test runs.</summary>
    private const int LimitInSeconds = 7 * 24 * 3600;

    /// <summary>Whether this program runs in the lab already.</summary>
    public static bool IsHere => Environment.GetEnvironmentVariable("KVMSDK_LAB") is { Length: > 0 };

    /// <summary>Whether this program was compiled ahead of time. The runtime's own feature switches say so of either build.</summary>
    private static bool IsNativeBuild => !File.Exists(Path.Combine(AppContext.BaseDirectory, $"{nameof(HelloLinux)}.dll"));

    /// <summary>Runs the machine in the lab.</summary>
    /// <param name="request">The start, with all inputs supplied.</param>
    /// <param name="isInteractive">Whether the guest reads this program's input.</param>
    /// <returns>The machine's exit code, or the lab's own (124, 125, 130, 143).</returns>
    /// <exception cref="HostException">The native build, or the lab's start, failed.</exception>
    public static async Task<int> RunAsync(LaunchRequest request, bool isInteractive)
    {
        string root = SourceTree.FindRoot();
        string program = IsNativeBuild ? Environment.ProcessPath! : await PublishAsync(root);
        var start = new ProcessStartInfo(Path.Combine(root, SourceTree.LabEntry), ArgumentsFor(request, program, isInteractive));
        using var signals = new ForwardedSignals();
        using Process lab = Command.Start(start);
        signals.Target = lab.Id;
        await lab.WaitForExitAsync();
        return lab.ExitCode;
    }

    /// <summary>The lab's command line. Every file comes along, under a name of the lab's own, which the machine's options then give.</summary>
    internal static IReadOnlyList<string> ArgumentsFor(LaunchRequest request, string program, bool isInteractive)
    {
        List<string> arguments = ["--no-xsave", "--timeout", LimitInSeconds.ToString(CultureInfo.InvariantCulture), "--add", $"{program}=/HelloLinux"];
        Bring(nameof(Linux.Kernel), "/vmlinuz", text => text, path => path);
        Bring(nameof(Linux.Initrd), "/initrd", text => text, path => path);
        Bring(nameof(Linux.Disk), "/disk", text => DiskOf(text).Path, path => DiskAt(path).ToString());
        if (isInteractive)
        {
            arguments.Add("--stdin");
        }

        return [.. arguments, "--", "/HelloLinux", .. request.ToArguments()];

        DiskImage DiskAt(string path)
        {
            DiskImage given = DiskOf(request.TextOf(nameof(Linux.Disk))!);
            return DiskImage.Raw(path, given.IsReadOnly, given.Serial);
        }

        void Bring(string property, string place, Func<string, string> pathIn, Func<string, string> textFor)
        {
            if (request.TextOf(property) is { } text)
            {
                arguments.AddRange("--add", $"{pathIn(text)}={place}");
                request.Supply(property, textFor(place));
            }
        }
    }

    private static DiskImage DiskOf(string text) => DiskImage.Parse(text, CultureInfo.InvariantCulture);

    private static async Task<string> PublishAsync(string root)
    {
        string directory = Path.Combine(root, "artifacts", "lab", nameof(HelloLinux));
        Progress.Say("compiling this program natively for the lab");
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path ? path : "dotnet";
        await Command.RequireAsync(
            dotnet,
            ["publish", Path.Combine(root, "samples", nameof(HelloLinux)), "-c", "Release", "-o", directory, "-nologo", "-v", "quiet", "-nodeReuse:false"],
            "look at its whole output by running the same command");
        return Path.Combine(directory, nameof(HelloLinux));
    }
}
