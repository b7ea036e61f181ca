using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <content><c>sys/statfs.h</c>: how full a file system is.</content>
public static unsafe partial class Libc
{
    // SAFETY: writes one statfs.
    /// <summary>Describes the file system of an open file.</summary>
    /// <returns>0, or -1 (<see cref="errno"/>).</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial int fstatfs(int fd, statfs* buf);
}
