using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <content><c>sys/xattr.h</c>: extended attributes.</content>
public static unsafe partial class Libc
{
    // SAFETY (all): the kernel reads path and name up to the first 0 byte, and touches at most size bytes of the value or list.

    /// <summary>Reads an attribute; of size 0, its length.</summary>
    /// <returns>Number of bytes, or -1 (<see cref="errno"/>).</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial nint getxattr(byte* path, byte* name, void* value, nuint size);

    /// <summary>Sets an attribute.</summary>
    /// <returns>0, or -1 (<see cref="errno"/>).</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial int setxattr(byte* path, byte* name, void* value, nuint size, int flags);

    /// <summary>Lists the names, each with a 0 behind it.</summary>
    /// <returns>Number of bytes, or -1 (<see cref="errno"/>).</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial nint listxattr(byte* path, byte* list, nuint size);

    /// <summary>Removes an attribute.</summary>
    /// <returns>0, or -1 (<see cref="errno"/>).</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial int removexattr(byte* path, byte* name);
}
