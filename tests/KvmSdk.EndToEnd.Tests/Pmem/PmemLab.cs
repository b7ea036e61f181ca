using KvmSdk.EndToEnd.Tests.Lab;
using KvmSdk.EndToEnd.Tests.Linux;

namespace KvmSdk.EndToEnd.Tests.Pmem;

/// <summary>Boots with files as memory: one that works to its end, and one whose monitor is killed.</summary>
public sealed class PmemLab() : GuestLab("Pmem", ["virtio_pmem", "nd_pmem", "crc32c_generic", "ext4"], "--smp", "2", "--memory", "4096", "--module", "loop")
{
    /// <inheritdoc/>
    protected override Task<string[]> LabAdditionsAsync() => Task.FromResult<string[]>(
    [
        "--add", "/etc/mke2fs.conf=/etc/mke2fs.conf",
        "--add", $"{LinuxLab.Find("mke2fs")}=/usr/sbin/mke2fs", "--add", $"{LinuxLab.FileSystemCheck}=/sbin/e2fsck", "--add", $"{LinuxLab.FileSystemReader}=/sbin/debugfs",
    ]);
}
