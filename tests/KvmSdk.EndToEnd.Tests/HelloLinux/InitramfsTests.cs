using System.Text;
using HelloLinux;

namespace KvmSdk.EndToEnd.Tests.HelloLinux;

public sealed class InitramfsTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("initramfs-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void It_holds_the_drivers_in_their_order_the_command_and_what_the_terminal_is()
    {
        string archive = Write("uname -r");

        Assert.Contains("/lib/modules/virtio.ko\n/lib/modules/virtio_mmio.ko\n/lib/modules/virtio_blk.ko\n/lib/modules/virtio-rng.ko\n", archive, StringComparison.Ordinal);
        Assert.Contains("content of virtio_blk", archive, StringComparison.Ordinal);
        Assert.Contains("content of busybox", archive, StringComparison.Ordinal);
        Assert.Contains("uname -r\n", archive, StringComparison.Ordinal);
        Assert.Contains("vt100\nsane rows 24 columns 80\n", archive, StringComparison.Ordinal);
        Assert.Contains("#!/bin/busybox sh\n", archive, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_command_there_is_no_file_for_one() => Assert.DoesNotContain("etc/command\0", Write(null), StringComparison.Ordinal);

    [Fact]
    public void Modules_and_programs_come_along_on_request()
    {
        string program = Path.Combine(_directory, "greet");
        File.WriteAllText(program, "content of greet");

        string archive = Write("greet", ["ext4"], [program]);

        Assert.Contains("/lib/modules/virtio-rng.ko\n/lib/modules/ext4.ko\n", archive, StringComparison.Ordinal);
        Assert.Contains("content of ext4", archive, StringComparison.Ordinal);
        Assert.Contains("bin/greet\0", archive, StringComparison.Ordinal);
        Assert.Contains("content of greet", archive, StringComparison.Ordinal);
        Assert.DoesNotContain("content of greet", Write("greet"), StringComparison.Ordinal);
    }

    /// <summary>Writes an archive for a kernel made up here; Latin-1, so that every byte is a letter.</summary>
    private string Write(string? command, string[]? loaded = null, string[]? programs = null)
    {
        var kernel = new KernelFiles(_directory);
        Directory.CreateDirectory(kernel.Modules);
        string[] modules = ["virtio", "virtio_mmio", "virtio_blk", "virtio-rng", "ext4"];
        foreach (string module in modules)
        {
            File.WriteAllText(Path.Combine(kernel.Modules, $"{module}.ko"), $"content of {module}");
        }

        File.WriteAllLines(Path.Combine(kernel.Modules, "modules.dep"), modules.Select(module => module == "virtio" ? "virtio.ko:" : $"{module}.ko: virtio.ko"));
        File.WriteAllText(Path.Combine(kernel.Modules, "modules.builtin"), "");
        File.WriteAllText(kernel.Busybox, "content of busybox");

        using var archive = new MemoryStream();
        Initramfs.Write(archive, kernel, command, new TerminalSettings("vt100", 24, 80, true, true), loaded, programs);
        return Encoding.Latin1.GetString(archive.ToArray());
    }
}
