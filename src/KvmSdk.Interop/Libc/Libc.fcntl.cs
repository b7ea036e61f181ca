using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <content><c>fcntl.h</c>: opening files, and locks that belong to the open file.</content>
public static unsafe partial class Libc
{
    /// <summary>Access mode of <see cref="open"/>: read, write, both.</summary>
    public const int O_RDONLY = 0x0, O_WRONLY = 0x1, O_RDWR = 0x2;

    /// <summary>Option of <see cref="open"/>: create; fail if present; no controlling terminal; cut to length 0; write at the end.</summary>
    public const int O_CREAT = 0x40, O_EXCL = 0x80, O_NOCTTY = 0x100, O_TRUNC = 0x200, O_APPEND = 0x400;

    /// <summary>Option of <see cref="open"/>: calls do not block; writes reach the medium, its data at least, before they return.</summary>
    public const int O_NONBLOCK = 0x800, O_DSYNC = 0x1000, O_SYNC = 0x101000;

    /// <summary>Option of <see cref="open"/>: bypass the page cache; must be a directory; last component no symbolic link.</summary>
    public const int O_DIRECT = 0x4000, O_DIRECTORY = 0x10000, O_NOFOLLOW = 0x20000;

    /// <summary>Option of <see cref="open"/>: leave the access time; closed by exec; only a path; a nameless file.</summary>
    public const int O_NOATIME = 0x40000, O_CLOEXEC = 0x80000, O_PATH = 0x200000, O_TMPFILE = 0x410000;

    /// <summary>Command of <see cref="fcntl(int, int, nint)"/>: read and set descriptor flags, status flags; duplicate.</summary>
    public const int F_GETFD = 1, F_SETFD = 2, F_GETFL = 3, F_SETFL = 4, F_DUPFD_CLOEXEC = 1030;

    /// <summary>Descriptor flag: closed by exec.</summary>
    public const int FD_CLOEXEC = 1;

    /// <summary>Command of <see cref="fcntl(int, int, flock*)"/>: who holds a lock; take it or fail; or wait. Its owner is the open file.</summary>
    public const int F_OFD_GETLK = 36, F_OFD_SETLK = 37, F_OFD_SETLKW = 38;

    /// <summary>Command of <see cref="fcntl(int, int, nint)"/>: add seals to a memory file; read them; set and read the size of a pipe.</summary>
    public const int F_ADD_SEALS = 1033, F_GET_SEALS = 1034, F_SETPIPE_SZ = 1031, F_GETPIPE_SZ = 1032;

    /// <summary>Seal of a memory file: no further seals, no shrinking, no growing, no writing.</summary>
    public const int F_SEAL_SEAL = 0x1, F_SEAL_SHRINK = 0x2, F_SEAL_GROW = 0x4, F_SEAL_WRITE = 0x8;

    /// <summary>Directory descriptor that stands for the working directory.</summary>
    public const int AT_FDCWD = -100;

    /// <summary>Mode of <see cref="fallocate"/>: keep the length; release a range; cut it out; zero it; insert a hole; unshare it.</summary>
    public const int
        FALLOC_FL_KEEP_SIZE = 0x01,
        FALLOC_FL_PUNCH_HOLE = 0x02,
        FALLOC_FL_COLLAPSE_RANGE = 0x08,
        FALLOC_FL_ZERO_RANGE = 0x10,
        FALLOC_FL_INSERT_RANGE = 0x20,
        FALLOC_FL_UNSHARE_RANGE = 0x40;

    // SAFETY: reads up to the first 0 byte. open and fcntl are variadic in C; see the remark at ioctl.
    /// <summary>Opens a file. Blocks, on a pipe or a slow file system for long.</summary>
    /// <param name="pathname">UTF-8 path, ended by 0.</param>
    /// <param name="flags">One access mode and options.</param>
    /// <param name="mode">Permission bits of a file that is created.</param>
    /// <returns>A descriptor, or -1 (<see cref="errno"/>).</returns>
    [LibraryImport(Library, SetLastError = true)]
    public static partial int open(byte* pathname, int flags, uint mode);

    /// <summary>Reads or changes a property of a descriptor.</summary>
    /// <returns>-1 on failure (<see cref="errno"/>), else what the command defines.</returns>
    [LibraryImport(Library, SetLastError = true)]
    public static partial int fcntl(int fd, int cmd, nint arg);

    // SAFETY: reads and writes one flock.
    /// <summary>Works on a lock of the open file: <see cref="F_OFD_SETLK"/> fails with EAGAIN if another open file holds it.</summary>
    /// <returns>0, or -1 (<see cref="errno"/>).</returns>
    [LibraryImport(Library, SetLastError = true)]
    public static partial int fcntl(int fd, int cmd, flock* @lock);

    /// <summary>Reserves, releases or zeroes a range of a file.</summary>
    /// <returns>0, or -1 (<see cref="errno"/>): EOPNOTSUPP where the file system cannot.</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial int fallocate(int fd, int mode, long offset, long len);

    /// <summary>Option of <c>*at</c> calls: a symbolic link itself; the directory kind of <see cref="unlinkat"/>; a link's target; the descriptor itself.</summary>
    public const int AT_SYMLINK_NOFOLLOW = 0x100, AT_REMOVEDIR = 0x200, AT_SYMLINK_FOLLOW = 0x400, AT_EMPTY_PATH = 0x1000;

    // SAFETY: reads up to the first 0 byte.
    /// <summary>Opens a file by a path that starts at a directory. Blocks, on a pipe or a slow file system for long.</summary>
    /// <returns>A descriptor, or -1 (<see cref="errno"/>).</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial int openat(int dirfd, byte* pathname, int flags, uint mode);
}
