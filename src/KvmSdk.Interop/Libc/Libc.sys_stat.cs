using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <content><c>sys/stat.h</c>: what kind of file, and how large.</content>
public static unsafe partial class Libc
{
    // SAFETY: writes one stat.
    /// <summary>Describes an open file. Needs glibc 2.33, which was the first to export it.</summary>
    /// <returns>0, or -1 (<see cref="errno"/>).</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial int fstat(int fd, stat* statbuf);

    // SAFETY: reads a text that ends with a 0 byte, writes one stat.
    /// <summary>Describes what a path names; a symbolic link itself. Needs glibc 2.33.</summary>
    /// <returns>0, or -1 (<see cref="errno"/>).</returns>
    [LibraryImport(Library, SetLastError = true)]
    public static partial int lstat(byte* path, stat* statbuf);

    // SAFETY (all below): the kernel reads up to the first 0 byte, and two times.

    /// <summary>Changes permission bits.</summary>
    /// <returns>0, or -1 (<see cref="errno"/>).</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial int fchmodat(int dirfd, byte* pathname, uint mode, int flags);

    /// <summary>Makes a directory.</summary>
    /// <returns>0, or -1 (<see cref="errno"/>).</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial int mkdirat(int dirfd, byte* pathname, uint mode);

    /// <summary>Makes a file of the kind that the mode says.</summary>
    /// <returns>0, or -1 (<see cref="errno"/>).</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial int mknodat(int dirfd, byte* pathname, uint mode, ulong dev);

    /// <summary>In nanoseconds: now; as it is.</summary>
    public const long UTIME_NOW = 0x3FFFFFFF, UTIME_OMIT = 0x3FFFFFFE;

    /// <summary>Sets the times of last access and last change.</summary>
    /// <returns>0, or -1 (<see cref="errno"/>).</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial int utimensat(int dirfd, byte* pathname, timespec* times, int flags);

    /// <summary>Sets which permission bits made files do not get, for all threads that share the file system's context.</summary>
    /// <returns>What it was. Never fails.</returns>
    [LibraryImport(Library)]
    public static partial uint umask(uint mask);
}
