using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <content><c>sys/inotify.h</c>: to be told what others do to a file.</content>
public static unsafe partial class Libc
{
    /// <summary>What is told of: contents or length were changed by a call (not through a mapping).</summary>
    public const uint IN_MODIFY = 0x2;

    /// <summary>Option of <see cref="inotify_init1"/>: reading does not wait; closed by exec.</summary>
    public const int IN_NONBLOCK = 0x800, IN_CLOEXEC = 0x80000;

    /// <summary>Makes a list of files to be told of; readable when there is something to tell.</summary>
    /// <returns>A descriptor, or -1 (<see cref="errno"/>): EMFILE where the user has as many as allowed.</returns>
    [LibraryImport(Library, SetLastError = true)]
    public static partial int inotify_init1(int flags);

    // SAFETY: reads up to the first 0 byte.
    /// <summary>Adds a file to the list.</summary>
    /// <returns>A number of the list's, or -1 (<see cref="errno"/>).</returns>
    [LibraryImport(Library, SetLastError = true)]
    public static partial int inotify_add_watch(int fd, byte* pathname, uint mask);
}
