// Why: a file can be shortened, deleted or fill its file system under a machine that uses it as a disk. What the guest can
// live with it is told (an I/O error, and a warning to the user); what makes its disk another one ends the machine, because a
// guest that goes on would only damage more.

using KvmSdk.Devices.Virtio.Block;
using KvmSdk.Interop;

namespace KvmSdk.DeviceShells.Virtio;

/// <summary>Looks after one disk's image while the machine runs. Costs nothing until a request fails, but for a look at each flush.</summary>
/// <param name="name">The property's name.</param>
/// <param name="file">The image.</param>
/// <param name="cells">What the disk has done.</param>
/// <param name="warn">Given one warning, at the first failure that the guest is told of.</param>
/// <param name="fail">Ends the machine.</param>
internal sealed class DiskWatch(string name, DiskFile file, DiskCounterCells cells, Action<MachineWarning> warn, Action<string, Exception> fail) : IImageWatch
{
    /// <summary>Stands for an error number where a read met the end of the file.</summary>
    public const Errno EndedEarly = (Errno)(-1);

    private bool _warned;

    /// <inheritdoc/>
    public string Part => $"disk '{name}'";

    /// <summary>The host could not carry out a request.</summary>
    public void OnError(BlockOperation operation, Errno errno)
    {
        if (FindShortening() is { } shortened)
        {
            fail(Part, shortened);
        }
        else if (!_warned)
        {
            _warned = true;
            warn(new MachineWarning.DiskError(name, file.Path, Describe(operation), Describe(errno), Remedy(errno)));
        }
    }

    /// <summary>The image contradicts itself.</summary>
    /// <param name="operation">What was asked of it.</param>
    /// <param name="damage">How, as a sentence without a full stop.</param>
    public void OnDamage(BlockOperation operation, string damage)
    {
        if (_warned)
        {
            return;
        }

        _warned = true;
        warn(new MachineWarning.DiskError(
            name, file.Path, Describe(operation), $"damaged tables ({damage})", $"end the machine and run 'qemu-img check -r all {file.Path}'"));
    }

    /// <summary>The guest has made its writes durable: the moment to see that there is still a place for them. Writes alone would make a shortened file grow again.</summary>
    public void OnFlush()
    {
        if (FindShortening() is { } shortened)
        {
            fail(Part, shortened);
        }
    }

    /// <inheritdoc/>
    public HostException? FindLoss() => FindShortening() ?? FindDeletion();

    /// <summary>A disk is nobody's memory.</summary>
    public HostException? FindFault() => null;

    private HostException? FindShortening()
    {
        long size = (long)file.Length;
        return file.TryDescribe(out stat now) && (now.st_mode & stat.S_IFMT) == stat.S_IFREG && now.st_size < size
            ? new HostException(
                file.Path,
                $"another program shortened it to {now.st_size} bytes while it was a disk of {size} bytes",
                "restore the image, and leave the file of a running machine alone")
            : null;
    }

    private HostException? FindDeletion() => file.HadName && cells.Read().Writes > 0 && file.TryDescribe(out stat now) && now.st_nlink == 0
        ? new HostException(
            file.Path, "it was deleted while the machine ran, so that what the guest wrote is lost", "leave the file of a running machine alone")
        : null;

    private static string Describe(BlockOperation operation) => operation switch
    {
        BlockOperation.Read => "reading",
        BlockOperation.Flush => "flushing",
        _ => "writing to",
    };

    private static string Describe(Errno errno) => errno == EndedEarly ? "an early end of the file" : $"{errno} ({errno.Describe()})";

    private static string Remedy(Errno errno) => errno switch
    {
        Errno.ENOSPC or Errno.EDQUOT => "make room on its file system",
        Errno.EFBIG => "raise the limit on the size of files (ulimit -f)",
        Errno.EPERM or Errno.EROFS => "see that the file can be written to",
        _ => "check the host's storage; the kernel log (dmesg) may tell more",
    };
}
