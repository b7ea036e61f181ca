using KvmSdk;

namespace WebServer;

/// <summary>A machine that serves a directory of its host as a web site.</summary>
[VirtualMachine(Cpus = 1, MemoryMiB = 256)]
public partial record Server
{
    /// <summary>The kernel; Debian's cloud kernel, unless <c>--kernel</c> names another.</summary>
    [LinuxKernel(CommandLine = "console=ttyS0 reboot=t panic=-1 loglevel=3")]
    public required GuestImage Kernel { get; init; }

    /// <summary>The initial RAM disk: busybox, which is the web server too, and the drivers; made by <see cref="GuestFiles"/>.</summary>
    [Initrd]
    public GuestImage? Initrd { get; init; }

    /// <summary>The guest's console, on this terminal.</summary>
    [Serial]
    public Terminal Console { get; init; } = Terminal.Standard;

    /// <summary>The site, which the guest reads file by file and cannot change; <c>www</c> beside this program, unless <c>--site dir:PATH,ro</c> names another.</summary>
    [SharedDirectory(Tag = "www")]
    public required HostDirectory Site { get; init; }

    /// <summary>The guest's eth0. Port 8080 of this host, for programs of this host only, is its port 80; another by <c>--lan passt,tcp=9000:80</c>.</summary>
    [Net]
    public NetBackend Lan { get; init; } = Passt.User(PortForward.Tcp(8080, 80));

    /// <summary>The guest's /dev/hwrng.</summary>
    [Rng]
    public Entropy Entropy { get; init; } = Entropy.Host;
}
