using KvmSdk.EndToEnd.Tests.Lab;
using KvmSdk.EndToEnd.Tests.Linux;

namespace KvmSdk.EndToEnd.Tests.Qcow2;

/// <summary>One boot with a qcow2 disk on a backing file.</summary>
public sealed class Qcow2Lab() : GuestLab("Qcow2", ["crc32c_generic", "ext4"], "--memory", "4096")
{
    /// <summary>QEMU's tool for images, of the package qemu-utils.</summary>
    public static string? Tool { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(directory => Path.Combine(directory, "qemu-img")).FirstOrDefault(File.Exists);

    /// <inheritdoc/>
    protected override Task<string[]> LabAdditionsAsync() => Task.FromResult<string[]>(
    [
        "--add", $"{Tool}=/bin/qemu-img", "--add", $"{LinuxLab.FileSystemCheck}=/sbin/e2fsck", "--add", $"{LinuxLab.FileSystemReader}=/sbin/debugfs",
    ]);
}
