using KvmSdk;

namespace HelloLinux;

/// <summary>What happens between a command line that is right and a machine that starts: its inputs are fetched or made, here or for the lab.</summary>
internal static class Preparation
{
    private const int UsageExitCode = 2;

    /// <summary>Supplies what the user left out; where this host cannot run a kernel, runs everything in the lab.</summary>
    /// <param name="request">The start that was asked for.</param>
    /// <param name="options">This sample's own options.</param>
    /// <param name="scratch">Where files of this run may lie.</param>
    /// <returns>The exit code, if nothing is left to be started here; else null.</returns>
    /// <exception cref="HostException">Something is missing on this host.</exception>
    public static async Task<int?> RunAsync(LaunchRequest request, SampleOptions options, ScratchDirectory scratch)
    {
        bool isOurs = request.TextOf(nameof(Linux.Kernel)) is null && request.TextOf(nameof(Linux.Initrd)) is null;
        if (options.Execute is not null && !isOurs)
        {
            Progress.Say("--execute works through this sample's own initramfs; leave out --kernel and --initrd, or the command");
            return UsageExitCode;
        }

        await SupplyAsync(request, options, scratch);

        // Inside the lab there is nothing left to examine, and its clocks do not tell much.
        if (Lab.IsHere || await HostVerdict.OfAsync<Linux>() is not { IsNative: false } obstacle)
        {
            return null;
        }

        if (obstacle.CanRun)
        {
            // A KVM that only lacks the kernel's speed can load it all the same: a wrong file need not travel to the lab to be found.
            await request.DryRunAsync();
        }

        Progress.Say($"{obstacle.Finding}, so no kernel gets through here: the lab runs it instead, a KVM host inside QEMU, which takes about a minute");
        await DebianPackages.RequireLabToolsAsync(options.Install);
        return await Lab.RunAsync(request, isInteractive: options.Execute is null);
    }

    private static async Task SupplyAsync(LaunchRequest request, SampleOptions options, ScratchDirectory scratch)
    {
        if (request.TextOf(nameof(Linux.Kernel)) is null)
        {
            KernelFiles kernel = await new KernelCache(CacheDirectory.Root, KernelCache.Cloud, options.Install).GetAsync();
            request.Supply(nameof(Linux.Kernel), kernel.Kernel);
            if (request.TextOf(nameof(Linux.Initrd)) is null)
            {
                string path = scratch.PathOf("initrd");
                using (FileStream file = File.Create(path))
                {
                    Initramfs.Write(file, kernel, options.Execute, await TerminalSettings.AskAsync());
                }

                request.Supply(nameof(Linux.Initrd), path);
            }
        }

        if (request.TextOf(nameof(Linux.Disk)) is null)
        {
            request.Supply(nameof(Linux.Disk), Disk.In(Path.Combine(CacheDirectory.Root, "hello-linux")).ToString());
        }
    }
}
