// Nothing here needs root: the packages are downloaded and unpacked, never installed. What is kept is not refreshed by
// itself, so that a program that ran yesterday runs today, without a network too; whoever wants a newer kernel deletes it.

using KvmSdk;

namespace HelloLinux;

/// <summary>One of Debian's kernels, its modules and a static busybox: fetched once, used offline afterwards.</summary>
/// <param name="root">The project's cache; tests/lab/lib/setup.sh takes from there what it needs of the cloud kernel's packages.</param>
/// <param name="flavour">Which kernel: <see cref="Cloud"/> or <see cref="Generic"/>.</param>
/// <param name="install">Whether root may fetch apt's lists anew.</param>
internal sealed class KernelCache(string root, string flavour, bool install)
{
    /// <summary>The kernel for virtual machines, which this sample boots: small, ext4 built in, packed with LZ4.</summary>
    public const string Cloud = "cloud-amd64";

    /// <summary>The kernel for every computer, which the tests boot too: nearly all of it modules, packed with xz.</summary>
    public const string Generic = "amd64";

    private readonly string _parent = Path.Combine(root, "debian");
    private readonly string _metapackage = $"linux-image-{flavour}";

    /// <summary>Finds the files, or fetches them.</summary>
    /// <exception cref="HostException">They cannot be had; the message says what to do.</exception>
    public async Task<KernelFiles> GetAsync()
    {
        var ready = new KernelFiles(Path.Combine(_parent, flavour));
        if (Directory.Exists(ready.Directory))
        {
            return ready;
        }

        DebianPackages.RequireApt();
        Directory.CreateDirectory(_parent);
        using FileStream turn = await TakeTurnAsync(Path.Combine(_parent, "lock"));
        if (!Directory.Exists(ready.Directory))
        {
            await FetchAsync(ready.Directory);
        }

        return ready;
    }

    /// <summary>One fetches at a time, and who waited finds the work done. The kernel gives the lock back even if a program is killed.</summary>
    private static async Task<FileStream> TakeTurnAsync(string path)
    {
        for (bool told = false; ; told = true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                if (!told)
                {
                    Progress.Say("waiting for another program that is fetching the kernel");
                }

                await Task.Delay(TimeSpan.FromSeconds(0.5));
            }
        }
    }

    /// <summary>Everything is made beside its final place and renamed at last, so that what was interrupted is never taken for whole.</summary>
    private async Task FetchAsync(string ready)
    {
        string work = Path.Combine(_parent, "building");
        if (Directory.Exists(work))
        {
            Directory.Delete(work, recursive: true);
        }

        string kernel = await FindPackageAsync();
        await DownloadAsync(Path.Combine(work, "packages"), kernel);
        Progress.Say($"unpacking {kernel}");
        string tree = Path.Combine(work, "tree");
        foreach (string package in Directory.GetFiles(Path.Combine(work, "packages"), "*.deb"))
        {
            await Command.RequireAsync("dpkg", ["-x", package, tree], "make room on the disk, or delete the cache and try again");
        }

        Directory.Move(await ArrangeAsync(tree, Path.Combine(work, "set")), ready);
        Directory.Delete(work, recursive: true);
        Progress.Say($"the kernel is in {ready}");
    }

    private async Task<string> FindPackageAsync()
    {
        if (install && Environment.IsPrivilegedProcess)
        {
            // Old lists name packages that are gone, and a container's image often comes without any.
            Progress.Say("fetching apt's lists");
            await DebianPackages.UpdateListsAsync();
        }

        return AptOutput.KernelIn((await Command.RunAsync("apt-cache", ["depends", _metapackage])).Output)
            ?? throw new HostException("apt", $"it knows no {_metapackage}", "fetch its lists with 'sudo apt-get update', or let --install do it as root");
    }

    private static async Task DownloadAsync(string directory, string kernel)
    {
        Directory.CreateDirectory(directory);
        Progress.Say($"downloading {kernel} and busybox-static");
        int told = 0;

        // apt verifies what it downloads against its signed lists. Its sandbox user cannot write into a cache in somebody's
        // home, so root downloads as itself; for anybody else the option means nothing.
        await Command.RequireAsync(
            "apt-get",
            ["-qq", "-o", "APT::Sandbox::User=root", "-o", "APT::Status-Fd=1", "download", kernel, "busybox-static"],
            "look into the network, and fetch fresh lists with 'sudo apt-get update'",
            directory,
            line =>
            {
                if (AptOutput.PercentIn(line) is { } percent && percent >= told + 20)
                {
                    told = percent;
                    Progress.Say($"downloading, {percent} %");
                }
            });
    }

    /// <summary>Takes out of the unpacked packages what is needed. Older and newer Debians have it in / and in /usr.</summary>
    private static async Task<string> ArrangeAsync(string tree, string set)
    {
        string kernel = Directory.GetFiles(Path.Combine(tree, "boot"), "vmlinuz-*").Single();
        string release = Path.GetFileName(kernel)["vmlinuz-".Length..];
        string modules = Path.Combine(set, "lib", "modules", release);
        var files = new KernelFiles(set);
        Directory.CreateDirectory(Path.GetDirectoryName(modules)!);
        File.Move(kernel, files.Kernel);
        File.Move(InRootOrUsr("bin/busybox"), files.Busybox);
        Directory.Move(InRootOrUsr($"lib/modules/{release}"), modules);
        await File.WriteAllTextAsync(files.Release, release + "\n");

        // Debian makes modules.dep when it installs the package.
        await Command.RequireAsync(files.Busybox, ["depmod", "-b", set, release], "delete the cache and try again");
        Directory.Move(modules, files.Modules);
        Directory.Delete(Path.Combine(set, "lib"), recursive: true);
        return set;

        string InRootOrUsr(string path) => Path.Combine(tree, path) is { } place && Path.Exists(place) ? place : Path.Combine(tree, "usr", path);
    }
}
