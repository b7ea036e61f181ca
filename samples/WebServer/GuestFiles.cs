using System.Text;
using HelloLinux;
using KvmSdk.Boot.Initramfs;

namespace WebServer;

/// <summary>The guest's whole user space, packed: a busybox, the drivers of the machine's devices, and /init.</summary>
internal static class GuestFiles
{
    private const UnixFileMode Program =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>What the devices of <see cref="Server"/> need; Debian's cloud kernel has none of it built in.</summary>
    private static readonly string[] _drivers = ["virtio_mmio", "virtiofs", "virtio_net", "virtio-rng"];

    /// <summary>Writes the archive.</summary>
    public static void Write(Stream output, KernelFiles kernel)
    {
        var archive = new CpioWriter(output);
        archive.AddFile("/init", ReadInit(), Program);
        archive.AddCharacterDevice("/dev/console", 5, 1);
        archive.AddFile("/bin/busybox", File.ReadAllBytes(kernel.Busybox), Program);
        var order = new ModuleOrder(File.ReadLines(Path.Combine(kernel.Modules, "modules.dep")), File.ReadLines(Path.Combine(kernel.Modules, "modules.builtin")));
        var list = new StringBuilder();
        foreach (string file in order.Of(_drivers))
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
        using Stream resource = typeof(GuestFiles).Assembly.GetManifestResourceStream("init")!;
        byte[] bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
