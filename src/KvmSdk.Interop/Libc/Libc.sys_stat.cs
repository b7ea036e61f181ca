using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <content><c>sys/stat.h</c>: what kind of file, and how large.</content>
public static unsafe partial class Libc
{
    // SAFETY: writes one stat.
    /// <summary>Describes an open file. Needs glibc 2.33, which was the first to export it.</summary>
    /// <returns>0, or -1 (<see cref="errno"/>).</returns>
    [LibraryImport(Library, SetLastError = true)]
    public static partial int fstat(int fd, stat* statbuf);

    // SAFETY: reads a text that ends with a 0 byte, writes one stat.
    /// <summary>Describes what a path names; a symbolic link itself. Needs glibc 2.33.</summary>
    /// <returns>0, or -1 (<see cref="errno"/>).</returns>
    [LibraryImport(Library, SetLastError = true)]
    public static partial int lstat(byte* path, stat* statbuf);
}
