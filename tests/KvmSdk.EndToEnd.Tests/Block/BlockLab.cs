using KvmSdk.EndToEnd.Tests.Lab;
using KvmSdk.EndToEnd.Tests.Linux;

namespace KvmSdk.EndToEnd.Tests.Block;

/// <summary>One boot with a disk of each kind.</summary>
public sealed class BlockLab() : GuestLab("Block", ["virtio_blk"], "--smp", "2", "--module", "loop")
{
    /// <inheritdoc/>
    protected override Task<string[]> LabAdditionsAsync() => Task.FromResult<string[]>(["--add", $"{LinuxLab.Find("mke2fs")}=/usr/sbin/mke2fs"]);
}
