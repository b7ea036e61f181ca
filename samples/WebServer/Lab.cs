// Why a native build: the lab's processor is emulated, and a just-in-time compiler would take minutes there to start.

using System.Diagnostics;
using System.Globalization;
using System.Net;
using HelloLinux;
using KvmSdk;

namespace WebServer;

/// <summary>The lab: a KVM host inside QEMU, in which this program runs the machine where this host cannot.</summary>
internal static class Lab
{
    private const string Program = "WebServer";

    /// <summary>A server may well run for longer than a test.</summary>
    private const int LimitInSeconds = 7 * 24 * 3600;

    /// <summary>Whether this program runs in the lab already.</summary>
    public static bool IsHere => Environment.GetEnvironmentVariable("KVMSDK_LAB") is { Length: > 0 };

    /// <summary>Whether this program was compiled ahead of time.</summary>
    private static bool IsNativeBuild => !File.Exists(Path.Combine(AppContext.BaseDirectory, $"{Program}.dll"));

    /// <summary>Runs the machine in the lab, whose forwarded ports are this host's.</summary>
    /// <param name="request">The start, with all inputs supplied.</param>
    /// <param name="lan">The network that was asked for.</param>
    /// <returns>The machine's exit code, or the lab's own (124, 125, 130, 143).</returns>
    /// <exception cref="HostException">The native build failed, or the network is one that the lab does not have.</exception>
    public static async Task<int> RunAsync(LaunchRequest request, NetBackend lan)
    {
        if (lan.Passt is not { SocketPath: null } passt)
        {
            throw new HostException($"--lan {lan}", "the lab has no such network", "leave it out, or use passt, as in --lan passt,tcp=8080:80");
        }

        string root = SourceTree.FindRoot();
        string program = IsNativeBuild ? Environment.ProcessPath! : await PublishAsync(root);
        List<string> arguments =
        [
            "--no-xsave", "--timeout", LimitInSeconds.ToString(CultureInfo.InvariantCulture), "--add", $"{program}=/{Program}", "--add", $"{PathTo("passt")}=/usr/bin/passt",
        ];
        List<PortForward> inside = [];
        foreach (PortForward forward in passt.Forwards)
        {
            arguments.AddRange("--forward", $"{(forward.IsUdp ? "udp" : "tcp")}:{forward.HostAddress}:{forward.HostPort}");
            inside.Add(forward.IsUdp ? PortForward.Udp(forward.HostPort, forward.GuestPort, IPAddress.Any) : PortForward.Tcp(forward.HostPort, forward.GuestPort, IPAddress.Any));
        }

        // Every file comes along, under a name of the lab's own, which the machine's options then give.
        request.Supply(nameof(Server.Lan), Passt.User([.. inside]).ToString());
        Bring(nameof(Server.Kernel), "/vmlinuz", static text => text, static path => path);
        Bring(nameof(Server.Initrd), "/initrd", static text => text, static path => path);
        HostDirectory site = HostDirectory.Parse(request.TextOf(nameof(Server.Site))!, null);
        if (!Directory.Exists(site.Path))
        {
            throw new HostException(site.Path, "no such directory", "name the one that holds the site, as in --site dir:PATH,ro");
        }

        Bring(nameof(Server.Site), "/www", _ => site.Path, path => HostDirectory.At(path, site.IsReadOnly, site.Uid, site.Gid).ToString());

        using var signals = new ForwardedSignals();
        using Process lab = Command.Start(new ProcessStartInfo(Path.Combine(root, SourceTree.LabEntry), [.. arguments, "--", $"/{Program}", .. request.ToArguments()]));
        signals.Target = lab.Id;
        await lab.WaitForExitAsync();
        return lab.ExitCode;

        void Bring(string property, string place, Func<string, string> pathIn, Func<string, string> textFor)
        {
            if (request.TextOf(property) is { } text)
            {
                arguments.AddRange("--add", $"{pathIn(text)}={place}");
                request.Supply(property, textFor(place));
            }
        }
    }

    private static string PathTo(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Select(directory => Path.Combine(directory, program)).First(File.Exists);

    private static async Task<string> PublishAsync(string root)
    {
        string directory = Path.Combine(root, "artifacts", "lab", Program);
        Progress.Say("compiling this program natively for the lab");
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path ? path : "dotnet";
        await Command.RequireAsync(
            dotnet,
            ["publish", Path.Combine(root, "samples", Program), "-c", "Release", "-o", directory, "-nologo", "-v", "quiet", "-nodeReuse:false"],
            "look at its whole output by running the same command");
        return Path.Combine(directory, Program);
    }
}
