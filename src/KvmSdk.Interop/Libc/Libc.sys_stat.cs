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
}
