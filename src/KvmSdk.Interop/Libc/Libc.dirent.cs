using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <content><c>dirent.h</c>: names of a directory.</content>
public static unsafe partial class Libc
{
    // SAFETY: writes at most count bytes.
    /// <summary>Reads names from the descriptor's position on, as <c>struct dirent64</c> one after the other.</summary>
    /// <returns>Number of bytes, 0 at the end, or -1 (<see cref="errno"/>).</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial nint getdents64(int fd, void* dirp, nuint count);
}
