using System.Numerics;
using KvmSdk.Interop;
using KvmSdk.Kernel;
using Microsoft.Win32.SafeHandles;

namespace KvmSdk.DeviceShells.Virtio;

/// <summary>A raw disk image, opened and locked: a regular file or a block device.</summary>
/// <remarks>
/// The lock is advisory and belongs to the open file (<c>F_OFD_SETLK</c>): shared for a read-only disk, exclusive otherwise, as
/// QEMU and others take it, so that two machines do not write to one image.
/// </remarks>
internal sealed class DiskFile : IDisposable
{
    /// <summary>Bytes in a sector, virtio's unit of capacity (virtio 1.2, section 5.2.4).</summary>
    public const int SectorSize = 512;

    private const long LargestPhysicalBlock = 64 * 1024;

    private readonly SafeFileHandle _handle;
    private bool _added;

    /// <summary>Opens the image.</summary>
    /// <param name="image">Which.</param>
    /// <param name="sectorSize">The disk's logical sector in bytes, of which its size is a multiple.</param>
    /// <exception cref="HostException">It cannot be opened, is locked, or its size is not that of a disk.</exception>
    public DiskFile(DiskImage image, int sectorSize = SectorSize)
    {
        Path = image.Path;
        _handle = HostFile.OpenDisk(image.Path, image.IsReadOnly);
        try
        {
            // The reference lets the raw number be used on every request without asking again.
            _handle.DangerousAddRef(ref _added);
            Number = (int)_handle.DangerousGetHandle();
            RequireDisk();
            Lock(image.IsReadOnly);
            long size = Libc.lseek(Number, 0, flock.SEEK_END);
            if (size < 0)
            {
                KernelError.Throw(Path, Libc.errno);
            }

            if (size == 0 || size % sectorSize != 0)
            {
                throw new HostException(
                    Path, $"its {size} bytes are not a disk", $"a raw image has one or more sectors of {sectorSize} bytes: use 'truncate -s %{sectorSize}'");
            }

            Sectors = (ulong)(size / SectorSize);
            HadName = TryDescribe(out stat description) && description.st_nlink > 0;
            PhysicalBlockSize = (uint)Math.Clamp((long)BitOperations.RoundUpToPowerOf2((ulong)Math.Max(description.st_blksize, 1)), sectorSize, LargestPhysicalBlock);
            CanReadAtOnce = TryReadAtOnce();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The file's path.</summary>
    public string Path { get; }

    /// <summary>The descriptor, valid until <see cref="Dispose"/>.</summary>
    public int Number { get; }

    /// <summary>The size in sectors of 512 bytes.</summary>
    public ulong Sectors { get; }

    /// <summary>What the host writes at least, in bytes: the block of its file system. A power of two, not smaller than the sector and not larger than 64 KiB.</summary>
    public uint PhysicalBlockSize { get; }

    /// <summary>Whether the file had a name when it was opened; one without is meant to go with its last user.</summary>
    public bool HadName { get; }

    /// <summary>Whether the file system can say that a read would have to wait for the storage, instead of waiting (<c>RWF_NOWAIT</c>).</summary>
    public bool CanReadAtOnce { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_added)
        {
            _added = false;
            _handle.DangerousRelease();
        }

        _handle.Dispose();
    }

    /// <summary>What the kernel says of the file now; false if it says nothing.</summary>
    public unsafe bool TryDescribe(out stat description)
    {
        stat found;

        // SAFETY: the kernel writes one local.
        bool described = Libc.fstat(Number, &found) == 0;
        description = described ? found : default;
        return described;
    }

    private void RequireDisk()
    {
        if (TryDescribe(out stat description) && (description.st_mode & stat.S_IFMT) is not (stat.S_IFREG or stat.S_IFBLK))
        {
            throw new HostException(Path, "it is neither a regular file nor a block device", "name an image file, or a disk");
        }
    }

    private unsafe bool TryReadAtOnce()
    {
        byte* sector = stackalloc byte[SectorSize];
        iovec piece = new() { iov_base = sector, iov_len = SectorSize };

        // SAFETY: the kernel writes at most a sector into a local of that size.
        nint count = Libc.preadv2(Number, &piece, 1, 0, Libc.RWF_NOWAIT);
        return count >= 0 || Libc.errno == Errno.EAGAIN;
    }

    private unsafe void Lock(bool readOnly)
    {
        flock request = new() { l_type = readOnly ? flock.F_RDLCK : flock.F_WRLCK, l_whence = flock.SEEK_SET };

        // SAFETY: the kernel reads the one local structure.
        int result = Libc.fcntl(Number, Libc.F_OFD_SETLK, &request);
        Errno errno = Libc.errno;
        if (result < 0 && errno is Errno.EAGAIN or Errno.EACCES)
        {
            string remedy = readOnly ? "stop the machine that writes to it" : "stop the other machine, or attach it read-only to both (raw:PATH,ro)";
            throw new HostException(Path, "it is locked by another process", remedy);
        }

        // A file system without locks (some network ones) is no reason not to run.
    }
}
