namespace HelloLinux;

/// <summary>This sample's own options; the machine's are left for <see cref="KvmSdk.VirtualMachine"/>.</summary>
/// <param name="Install">Whether missing Debian packages may be installed.</param>
/// <param name="Execute">The command that the guest runs instead of a shell; null for a shell.</param>
/// <param name="IsHelpWanted">Whether the help is asked for.</param>
/// <param name="Rest">All other arguments, in their order.</param>
internal sealed record SampleOptions(bool Install, string? Execute, bool IsHelpWanted, IReadOnlyList<string> Rest)
{
    private const string InstallName = "--install";
    private const string ExecuteName = "--execute";

    /// <summary>The part of the help that the SDK does not know.</summary>
    public static ReadOnlySpan<byte> Help => """
        HelloLinux: Debian's cloud kernel with a shell

          --execute COMMAND   run COMMAND in the guest instead of a shell, and power off; its status becomes the exit code
          --install           as root: install the Debian packages that are missing here

        The kernel is downloaded once, into ${KVMSDK_CACHE:-${XDG_CACHE_HOME:-~/.cache}/kvmsdk}; the disk there, which the guest
        sees as /dev/vda, keeps what the guest writes. --kernel, --initrd and --disk (as raw:FILE) name others; with a kernel of
        your own comes an initrd of your own, or none. Where KVM is missing or emulates kernel mode, all of this runs in the lab
        (tests/lab/run), a KVM host inside QEMU; nothing the guest writes to its disk is kept there.


        """u8;

    /// <summary>Takes this sample's options out of the arguments.</summary>
    /// <exception cref="FormatException">One of them is wrong; the message is a sentence.</exception>
    public static SampleOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new SampleOptions(false, null, false, []);
        List<string> rest = [];
        for (int i = 0; i < arguments.Count; i++)
        {
            string word = arguments[i];
            if (word == InstallName)
            {
                options = options with { Install = true };
            }
            else if (word == ExecuteName)
            {
                string next = ++i < arguments.Count ? arguments[i] : throw new FormatException($"{ExecuteName} needs a command: {ExecuteName} \"uname -r\"");
                options = options.WithCommand(next);
            }
            else if (word.StartsWith(ExecuteName + "=", StringComparison.Ordinal))
            {
                options = options.WithCommand(word[(ExecuteName.Length + 1)..]);
            }
            else
            {
                rest.Add(word);
            }
        }

        return options with { IsHelpWanted = rest.Any(word => word is "--help" or "-h"), Rest = rest };
    }

    private SampleOptions WithCommand(string command) =>
        Execute is not null ? throw new FormatException($"{ExecuteName} is given twice; join the commands by ';'")
        : string.IsNullOrWhiteSpace(command) ? throw new FormatException($"{ExecuteName} is empty; leave it out for a shell")
        : this with { Execute = command };
}
