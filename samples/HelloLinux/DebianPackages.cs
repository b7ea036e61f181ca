using KvmSdk;

namespace HelloLinux;

/// <summary>What must be installed on the host, as Debian's packages.</summary>
internal static class DebianPackages
{
    private static readonly HostTool[] _download = [new("apt", "apt-get"), new("apt", "apt-cache"), new("dpkg", "dpkg")];
    private static readonly HostTool[] _lab = [new("qemu-system-x86", "qemu-system-x86_64"), new("cpio", "cpio"), new("clang", "clang", "gcc")];

    /// <summary>Looks for what downloads and unpacks packages; where it is missing there is no Debian to install it from.</summary>
    /// <exception cref="HostException">Something is missing.</exception>
    public static void RequireApt()
    {
        HostTool[] missing = HostTool.MissingOf(_download, Command.Exists);
        if (missing.Length > 0)
        {
            throw new HostException(HostTool.NamesOf(missing), "not found, and Debian's kernel comes by them",
                "use Debian or one of its derivatives, or name a kernel of your own with --kernel");
        }
    }

    /// <summary>Sees to it that the lab and a native build have their tools.</summary>
    /// <param name="install">Whether what is missing may be installed.</param>
    /// <exception cref="HostException">Something is missing and may or can not be installed.</exception>
    public static Task RequireLabToolsAsync(bool install) => RequireAsync(_lab, "the lab needs them", install);

    /// <summary>Sees to it that programs are there.</summary>
    /// <param name="needed">Which.</param>
    /// <param name="why">Who needs them, as the end of a sentence.</param>
    /// <param name="install">Whether what is missing may be installed.</param>
    /// <exception cref="HostException">Something is missing and may or can not be installed.</exception>
    public static async Task RequireAsync(IReadOnlyList<HostTool> needed, string why, bool install)
    {
        HostTool[] missing = HostTool.MissingOf(needed, Command.Exists);
        if (missing.Length == 0)
        {
            return;
        }

        string[] packages = [.. missing.Select(tool => tool.Package)];
        if (!install || !Environment.IsPrivilegedProcess)
        {
            throw new HostException(HostTool.NamesOf(missing), $"not found, and {why}",
                $"install them with 'sudo apt-get install {string.Join(' ', packages)}', or let --install do it as root");
        }

        RequireApt();
        Progress.Say($"installing {string.Join(", ", packages)}");
        await UpdateListsAsync();
        await Command.RequireAsync("apt-get", ["-qq", "install", "-y", "--no-install-recommends", .. packages], "look into the network and apt's sources");
    }

    /// <summary>Fetches the lists of what can be installed, as root.</summary>
    /// <exception cref="HostException">That failed.</exception>
    public static Task UpdateListsAsync() => Command.RequireAsync("apt-get", ["-qq", "update"], "look into the network and apt's sources");
}
