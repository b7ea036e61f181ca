using System.Text;
using KvmSdk.Boot.Initramfs;

namespace HelloLinux;

/// <summary>The guest's whole user space, packed: a busybox, the drivers of the machine's devices, and /init.</summary>
internal static class Initramfs
{
    private const UnixFileMode Program =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>What the devices of <see cref="Linux"/> need; Debian's cloud kernel has none of it built in.</summary>
    private static readonly string[] _drivers = ["virtio_mmio", "virtio_blk", "virtio-rng"];

    /// <summary>Writes the archive.</summary>
    /// <param name="output">Where it goes.</param>
    /// <param name="kernel">The kernel that it is for.</param>
    /// <param name="command">What the guest runs instead of a shell; null for a shell.</param>
    /// <param name="terminal">What the guest must know of the terminal.</param>
    /// <param name="modules">Modules to load besides the drivers.</param>
    /// <param name="programs">Programs without libraries, as files of the host, that the guest finds in its /bin under their own names.</param>
    public static void Write(
        Stream output, KernelFiles kernel, string? command, TerminalSettings terminal, IEnumerable<string>? modules = null, IEnumerable<string>? programs = null)
    {
        var archive = new CpioWriter(output);
        archive.AddFile("/init", ReadInit(), Program);
        archive.AddCharacterDevice("/dev/console", 5, 1);
        archive.AddFile("/bin/busybox", File.ReadAllBytes(kernel.Busybox), Program);
        archive.AddFile("/bin/exit-machine", ExitProgram.For((byte)Linux.Layout.Exit.Port), Program);
        foreach (string program in programs ?? [])
        {
            archive.AddFile($"/bin/{Path.GetFileName(program)}", File.ReadAllBytes(program), Program);
        }

        archive.AddFile("/etc/terminal", Encoding.UTF8.GetBytes(terminal.ToLines()));
        if (command is not null)
        {
            archive.AddFile("/etc/command", Encoding.UTF8.GetBytes(command + "\n"));
        }

        var order = new ModuleOrder(File.ReadLines(Path.Combine(kernel.Modules, "modules.dep")), File.ReadLines(Path.Combine(kernel.Modules, "modules.builtin")));
        var list = new StringBuilder();
        foreach (string file in order.Of(_drivers.Concat(modules ?? [])))
        {
            string place = $"/lib/modules/{Path.GetFileName(file)}";
            archive.AddFile(place, File.ReadAllBytes(Path.Combine(kernel.Modules, file)));
            list.Append(place).Append('\n');
        }

        archive.AddFile("/etc/modules", Encoding.UTF8.GetBytes(list.ToString()));
        archive.Finish();
    }

    private static byte[] ReadInit()
    {
        using Stream resource = typeof(Initramfs).Assembly.GetManifestResourceStream("init")!;
        byte[] bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
