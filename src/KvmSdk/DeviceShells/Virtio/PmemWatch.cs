// Why: what a file's pages are to a guest is memory, and memory has no errors. A page that the host cannot provide, because the file was shortened or its file system is full,
// makes KVM_RUN fail at best. Where KVM has the page fetched in the background (asynchronous page faults), it tries for ever, and the guest stands still. So whoever shortens the file
// is noticed at once, and room is reserved beforehand.

using System.Globalization;
using KvmSdk.Interop;

namespace KvmSdk.DeviceShells.Virtio;

/// <summary>Looks after one file that is a machine's memory. Costs nothing but a look at each flush, and when another program has changed the file.</summary>
/// <param name="name">The property's name.</param>
/// <param name="file">The file.</param>
/// <param name="cells">What the device has done.</param>
/// <param name="warn">Given one warning, at the first flush that fails.</param>
/// <param name="fail">Ends the machine.</param>
internal sealed class PmemWatch(string name, PmemFile file, PmemCounterCells cells, Action<MachineWarning.PmemError> warn, Action<string, Exception> fail) : IImageWatch
{
    // What is free on a file system that calls itself full: some keep a rest for themselves.
    private const ulong Full = 1 << 20;

    private bool _warned;

    /// <inheritdoc/>
    public string Part => $"persistent memory '{name}'";

    /// <summary>The guest has made its writes durable: the moment to see that there is still a place for them.</summary>
    public void OnFlush() => Look();

    /// <summary>The host could not flush.</summary>
    public void OnError(Errno errno)
    {
        if (FindShortening() is { } shortened)
        {
            fail(Part, shortened);
        }
        else if (!_warned)
        {
            _warned = true;
            warn(new MachineWarning.PmemError(name, file.File.Path, $"{errno} ({errno.Describe()})", RemedyOf(errno)));
        }
    }

    /// <inheritdoc/>
    public HostException? FindLoss() => FindShortening() ?? FindDeletion();

    /// <inheritdoc/>
    public HostException? FindFault() => FindShortening() ?? (file.File.IsReadOnly ? null : FindFullness());

    /// <summary>Sees that the file is still as long as the memory: at a flush, or when another program has changed it by a call.</summary>
    public void Look()
    {
        if (FindShortening() is { } shortened)
        {
            fail(Part, shortened);
        }
    }

    private HostException? FindShortening()
    {
        long length = (long)file.Length;
        return file.File.Start == 0 && file.File.TryDescribe(out stat now) && (now.st_mode & stat.S_IFMT) == stat.S_IFREG && now.st_size < length
            ? new HostException(
                file.File.Path,
                string.Create(CultureInfo.InvariantCulture, $"another program shortened it to {now.st_size} bytes while {length} bytes of it were a guest's memory"),
                "restore the file, and leave that of a running machine alone")
            : null;
    }

    private HostException? FindDeletion() => !file.File.IsReadOnly && file.File.HadName && cells.Read().Flushes > 0 && file.File.TryDescribe(out stat now) && now.st_nlink == 0
        ? new HostException(
            file.File.Path, "it was deleted while the machine ran, so that what the guest wrote is lost", "leave the file of a running machine alone")
        : null;

    private unsafe HostException? FindFullness()
    {
        Errno errno = file.TryReserve();
        statfs space;

        // SAFETY: the kernel writes one local.
        bool isFull = errno is Errno.ENOSPC or Errno.EDQUOT || (Libc.fstatfs(file.File.Number, &space) == 0 && space.f_bavail * (ulong)space.f_bsize < Full);
        return isFull
            ? new HostException(
                file.File.Path, "its file system has no room for a page that the guest wrote to",
                "make room on its file system; where that lets room be reserved (fallocate), the next start does")
            : null;
    }

    private static string RemedyOf(Errno errno) => errno switch
    {
        Errno.ENOSPC or Errno.EDQUOT => "make room on its file system",
        _ => "check the host's storage; the kernel log (dmesg) may tell more",
    };
}
