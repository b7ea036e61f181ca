using HelloLinux;
using KvmSdk;

namespace WebServer;

/// <summary>What happens between a command line that is right and a machine that starts: its inputs are fetched or made, here or for the lab.</summary>
internal static class Preparation
{
    private static readonly HostTool[] _network = [new("passt", "passt")];

    /// <summary>The part of the help that the SDK does not know.</summary>
    public static ReadOnlySpan<byte> Help => """
        WebServer: a web site in a virtual machine, at http://127.0.0.1:8080/

          --install           as root: install the Debian packages that are missing here

        Ctrl-C ends it. --site dir:PATH,ro serves another directory of this host; --lan passt,tcp=9000:80 uses another port, --lan tap:tap0 a tap.
        The kernel is downloaded once, into ${KVMSDK_CACHE:-${XDG_CACHE_HOME:-~/.cache}/kvmsdk}. Where KVM is missing or emulates kernel mode, all of
        this runs in the lab (tests/lab/run), a KVM host inside QEMU, with a copy of the site; the port of this host is the same there.


        """u8;

    /// <summary>Supplies what the user left out; where this host cannot run a kernel, runs everything in the lab.</summary>
    /// <param name="request">The start that was asked for.</param>
    /// <param name="install">Whether missing Debian packages may be installed.</param>
    /// <param name="scratch">Where files of this run may lie.</param>
    /// <returns>The exit code, if nothing is left to be started here; else null.</returns>
    /// <exception cref="HostException">Something is missing on this host.</exception>
    public static async Task<int?> RunAsync(LaunchRequest request, bool install, ScratchDirectory scratch)
    {
        // Inside the lab everything is there, and its clocks do not tell much of it as a host.
        if (Lab.IsHere)
        {
            return null;
        }

        await SupplyAsync(request, install, scratch);
        NetBackend lan = request.TextOf(nameof(Server.Lan)) is { } text ? NetBackend.Parse(text, null) : Passt.User(PortForward.Tcp(8080, 80));
        if (lan.Passt is { SocketPath: null })
        {
            await DebianPackages.RequireAsync(_network, "the network needs it", install);
        }

        foreach (PortForward forward in lan.Passt?.Forwards ?? [])
        {
            Progress.Say($"port {forward.GuestPort} of the guest will be http://{forward.HostAddress}:{forward.HostPort}/ as soon as it has booted; Ctrl-C ends it");
        }

        if (await HostVerdict.OfAsync<Server>() is not { IsNative: false } obstacle)
        {
            return null;
        }

        Progress.Say($"{obstacle.Finding}, so no kernel gets through here: the lab runs it instead, a KVM host inside QEMU, which takes about a minute");
        await DebianPackages.RequireLabToolsAsync(install);
        return await Lab.RunAsync(request, lan);
    }

    private static async Task SupplyAsync(LaunchRequest request, bool install, ScratchDirectory scratch)
    {
        if (request.TextOf(nameof(Server.Site)) is null)
        {
            request.Supply(nameof(Server.Site), HostDirectory.At(Path.Combine(AppContext.BaseDirectory, "www"), readOnly: true).ToString());
        }

        if (request.TextOf(nameof(Server.Kernel)) is null)
        {
            KernelFiles kernel = await new KernelCache(CacheDirectory.Root, KernelCache.Cloud, install).GetAsync();
            request.Supply(nameof(Server.Kernel), kernel.Kernel);
            if (request.TextOf(nameof(Server.Initrd)) is null)
            {
                string path = scratch.PathOf("initrd");
                using (FileStream file = File.Create(path))
                {
                    GuestFiles.Write(file, kernel);
                }

                request.Supply(nameof(Server.Initrd), path);
            }
        }
    }
}
