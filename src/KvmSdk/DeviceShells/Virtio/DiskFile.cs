using System.Numerics;
using System.Runtime.InteropServices;
using KvmSdk.Embedding;
using KvmSdk.Interop;
using KvmSdk.Kernel;
using Microsoft.Win32.SafeHandles;

namespace KvmSdk.DeviceShells.Virtio;

/// <summary>The file of a disk image, opened and locked: a regular file or a block device.</summary>
/// <remarks>
/// The lock is advisory and belongs to the open file (<c>F_OFD_SETLK</c>): shared for a read-only disk, exclusive otherwise, as
/// QEMU and others take it, so that two machines do not write to one image.
/// </remarks>
internal sealed unsafe class DiskFile : IDisposable
{
    /// <summary>Bytes of <see cref="Bounce"/>.</summary>
    public const int BounceLength = 64 * 1024;

    /// <summary>Bytes in a sector, virtio's unit of capacity (virtio 1.2, section 5.2.4).</summary>
    public const int SectorSize = 512;

    /// <summary>Stands for a sector where any length is right.</summary>
    public const int AnyLength = 0;

    private const long LargestPhysicalBlock = 64 * 1024;

    private readonly SafeFileHandle _handle;
    private ulong _length;
    private bool _added;

    /// <summary>Opens the image.</summary>
    /// <param name="image">Which.</param>
    /// <param name="sectorSize">The disk's logical sector in bytes, of which its size is a multiple; or <see cref="AnyLength"/>.</param>
    /// <param name="isBacking">Whether another image falls back on it: then it is only read, whatever it says of itself, and through the page cache.</param>
    /// <exception cref="HostException">It cannot be opened, is locked, or its size is not that of a disk.</exception>
    public DiskFile(DiskImage image, int sectorSize = SectorSize, bool isBacking = false)
    {
        Path = image.Path;
        IsReadOnly = image.IsReadOnly || isBacking;
        IsUnsafe = image.Cache == DiskCache.Unsafe;
        SectorLength = sectorSize;
        EmbeddedImage? embedded = image.EmbeddedName is { } name ? EmbeddedImages.Find(name) : null;
        Start = (ulong)(embedded?.Offset ?? 0);
        _handle = HostFile.OpenDisk(embedded?.Path ?? image.Path, IsReadOnly);
        try
        {
            // The reference lets the raw number be used on every request without asking again.
            _handle.DangerousAddRef(ref _added);
            Number = (int)_handle.DangerousGetHandle();
            RequireDisk();
            Lock(IsReadOnly);
            long size = embedded?.Length ?? Libc.lseek(Number, 0, flock.SEEK_END);
            if (size < 0)
            {
                KernelError.Throw(Path, Libc.errno);
            }

            if (image.Format == DiskFormat.Raw && sectorSize != AnyLength && (size == 0 || size % sectorSize != 0))
            {
                throw new HostException(
                    Path, $"its {size} bytes are not a disk", $"a raw image has one or more sectors of {sectorSize} bytes: use 'truncate -s %{sectorSize}'");
            }

            _length = (ulong)size;
            HadName = TryDescribe(out stat description) && description.st_nlink > 0;
            PhysicalBlockSize = (uint)Math.Clamp((long)BitOperations.RoundUpToPowerOf2((ulong)Math.Max(description.st_blksize, 1)), sectorSize, LargestPhysicalBlock);
            if (image.Cache == DiskCache.None && !isBacking)
            {
                BypassCache(sectorSize);
            }
            else
            {
                CanReadAtOnce = TryReadAtOnce();
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The file's path.</summary>
    public string Path { get; }

    /// <summary>Where in the file the image begins, in bytes: 0 unless it is one inside this program.</summary>
    public ulong Start { get; }

    /// <summary>The descriptor, valid until <see cref="Dispose"/>.</summary>
    public int Number { get; }

    /// <summary>Whether it was opened to be read only.</summary>
    public bool IsReadOnly { get; }

    /// <summary>The file's length in bytes: what it was, or what its user has made of it.</summary>
    [HotPath]
    public ulong Length => Volatile.Read(ref _length);

    /// <summary>The size in sectors of 512 bytes.</summary>
    [HotPath]
    public ulong Sectors => Length / SectorSize;

    /// <summary>The disk's logical sector in bytes.</summary>
    public int SectorLength { get; }

    /// <summary>Whether flushes are not passed on.</summary>
    public bool IsUnsafe { get; }

    /// <summary>What memory, offsets and lengths have to be a multiple of, in bytes, because the page cache is bypassed; 0 if nothing has to.</summary>
    public int Alignment { get; private set; }

    /// <summary>Memory that is aligned well enough, of <see cref="BounceLength"/> bytes, for who holds the device's lock; null where nothing has to be aligned.</summary>
    public byte* Bounce { get; private set; }

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
        if (Bounce is not null)
        {
            NativeMemory.AlignedFree(Bounce);
            Bounce = null;
        }
    }

    /// <summary>Makes a regular file as long as a larger disk, or sees that a block device has become so. The disk is not larger before <see cref="Publish"/>.</summary>
    /// <param name="size">The new size in bytes.</param>
    /// <exception cref="HostException">The host refuses.</exception>
    /// <exception cref="ObjectDisposedException">The machine has ended.</exception>
    public void Grow(long size)
    {
        ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
        if (TryDescribe(out stat description) && (description.st_mode & stat.S_IFMT) == stat.S_IFREG)
        {
            try
            {
                RandomAccess.SetLength(_handle, size);
            }
            catch (Exception e) when (e is IOException or ArgumentException)
            {
                throw new HostException(Path, $"it cannot be made {size} bytes long: {e.Message}", "make room on its file system, or raise the limit on the size of files (ulimit -f)", e);
            }
        }
        else if (Libc.lseek(Number, 0, flock.SEEK_END) < size)
        {
            throw new HostException(Path, $"the block device is smaller than {size} bytes", "enlarge it first, e.g. with lvextend");
        }
    }

    /// <summary>From now on the file has this length, in bytes. Under the device's lock.</summary>
    [HotPath]
    public void Publish(long size) => Volatile.Write(ref _length, (ulong)size);

    /// <summary>What the kernel says of the file now; false if it says nothing.</summary>
    public bool TryDescribe(out stat description)
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

    // Asked by trying: what statx tells of it came with Linux 6.1, and not every file system tells.
    private void BypassCache(int sectorSize)
    {
        int flags = Libc.fcntl(Number, Libc.F_GETFL, 0);
        if (flags < 0 || Libc.fcntl(Number, Libc.F_SETFL, flags | Libc.O_DIRECT) < 0)
        {
            throw new HostException(Path, $"its file system does not let the page cache be bypassed (O_DIRECT: {Libc.errno})", "use cache=writeback");
        }

        const int page = 4096;
        Bounce = (byte*)NativeMemory.AlignedAlloc(BounceLength, page);
        for (Alignment = SectorSize; Alignment <= page; Alignment *= 2)
        {
            // Both memory and length just as little aligned as that.
            if (Libc.pread(Number, Bounce + Alignment, (nuint)Alignment, 0) >= 0)
            {
                break;
            }

            if (Libc.errno is not Errno.EINVAL)
            {
                KernelError.Throw(Path, Libc.errno);
            }
        }

        if (Alignment > sectorSize)
        {
            throw Alignment > page
                ? new HostException(Path, "its storage cannot be read past the page cache", "use cache=writeback")
                : new HostException(
                    Path, $"its storage has sectors of {Alignment} bytes, and the disk's have {sectorSize}",
                    $"declare [Block(SectorSize = {Alignment})], if what is on the disk was made for such sectors, or use cache=writeback");
        }
    }

    private bool TryReadAtOnce()
    {
        byte* sector = stackalloc byte[SectorSize];
        iovec piece = new() { iov_base = sector, iov_len = SectorSize };

        // SAFETY: the kernel writes at most a sector into a local of that size.
        nint count = Libc.preadv2(Number, &piece, 1, 0, Libc.RWF_NOWAIT);
        return count >= 0 || Libc.errno == Errno.EAGAIN;
    }

    private void Lock(bool readOnly)
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
