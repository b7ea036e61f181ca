using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <content><c>unistd.h</c>: reading and writing by descriptor, processes and threads.</content>
public static unsafe partial class Libc
{
    /// <summary>Descriptor of standard input, output, error.</summary>
    public const int STDIN_FILENO = 0, STDOUT_FILENO = 1, STDERR_FILENO = 2;

    /// <summary>Name for <see cref="sysconf"/>: bytes of a page; processors that run.</summary>
    public const int _SC_PAGESIZE = 30, _SC_NPROCESSORS_ONLN = 84;

    // SAFETY (all transfers): the kernel touches at most count bytes from the pointer on; the caller owns them for the call.

    /// <summary>Reads up to <paramref name="count"/> bytes. May block.</summary>
    /// <returns>Number of bytes, 0 at the end, or -1 (<see cref="errno"/>).</returns>
    [LibraryImport(Library, SetLastError = true)]
    public static partial nint read(int fd, void* buf, nuint count);

    /// <summary>Writes up to <paramref name="count"/> bytes. May block.</summary>
    /// <returns>Number of bytes, or -1 (<see cref="errno"/>).</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial nint write(int fd, void* buf, nuint count);

    /// <summary>Reads at <paramref name="offset"/>, without moving the position.</summary>
    /// <returns>Number of bytes, 0 at the end, or -1 (<see cref="errno"/>).</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial nint pread(int fd, void* buf, nuint count, long offset);

    /// <summary>Writes at <paramref name="offset"/>, without moving the position.</summary>
    /// <returns>Number of bytes, or -1 (<see cref="errno"/>).</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial nint pwrite(int fd, void* buf, nuint count, long offset);

    /// <summary>Moves the position of an open file.</summary>
    /// <param name="fd">The file.</param>
    /// <param name="offset">Distance in bytes.</param>
    /// <param name="whence"><c>SEEK_*</c> of <see cref="flock"/>: from where. The end gives the size of a block device, where fstat says 0.</param>
    /// <returns>The new position, or -1 (<see cref="errno"/>).</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial long lseek(int fd, long offset, int whence);

    /// <summary>Closes a descriptor. Never repeat it, not even after EINTR: the number may belong to another file by then.</summary>
    /// <returns>0, or -1 (<see cref="errno"/>).</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial int close(int fd);

    /// <summary>Brings data (and what is needed to find them) to the medium. Blocks.</summary>
    /// <returns>0, or -1 (<see cref="errno"/>): the data may then be lost.</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial int fdatasync(int fd);

    /// <summary>Brings data and all metadata to the medium. Blocks.</summary>
    /// <returns>0, or -1 (<see cref="errno"/>): the data may then be lost.</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial int fsync(int fd);

    /// <summary>Sets the length of a file.</summary>
    /// <returns>0, or -1 (<see cref="errno"/>).</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial int ftruncate(int fd, long length);

    // SAFETY: writes two descriptors.
    /// <summary>Makes a pipe.</summary>
    /// <param name="pipefd">Where the reading and then the writing descriptor go.</param>
    /// <param name="flags"><see cref="O_CLOEXEC"/>, <see cref="O_NONBLOCK"/>, <see cref="O_DIRECT"/> or 0.</param>
    /// <returns>0, or -1 (<see cref="errno"/>).</returns>
    [LibraryImport(Library, SetLastError = true)]
    public static partial int pipe2(int* pipefd, int flags);

    /// <summary>Tells whether a descriptor is a terminal.</summary>
    /// <returns>1 if so; 0 if not (<see cref="errno"/> ENOTTY).</returns>
    [LibraryImport(Library, SetLastError = true)]
    public static partial int isatty(int fd);

    /// <summary>Id of this process. Never fails.</summary>
    [LibraryImport(Library)]
    public static partial int getpid();

    /// <summary>Effective user id of this process. Never fails.</summary>
    [LibraryImport(Library)]
    public static partial uint geteuid();

    /// <summary>Reads a constant of the system.</summary>
    /// <returns>The value, or -1.</returns>
    [LibraryImport(Library, SetLastError = true)]
    public static partial nint sysconf(int name);

    /// <summary>Effective group id of this process. Never fails.</summary>
    [LibraryImport(Library)]
    public static partial uint getegid();

    // SAFETY (all with paths): the kernel reads up to the first 0 byte.

    /// <summary>Changes who owns a file; an id of 0xFFFFFFFF leaves it.</summary>
    /// <returns>0, or -1 (<see cref="errno"/>).</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial int fchownat(int dirfd, byte* pathname, uint owner, uint group, int flags);

    /// <summary>Gives a file one more name.</summary>
    /// <returns>0, or -1 (<see cref="errno"/>).</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial int linkat(int olddirfd, byte* oldpath, int newdirfd, byte* newpath, int flags);

    /// <summary>Makes a symbolic link.</summary>
    /// <returns>0, or -1 (<see cref="errno"/>).</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial int symlinkat(byte* target, int newdirfd, byte* linkpath);

    /// <summary>Removes a name, with <see cref="AT_REMOVEDIR"/> of an empty directory.</summary>
    /// <returns>0, or -1 (<see cref="errno"/>).</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial int unlinkat(int dirfd, byte* pathname, int flags);

    // SAFETY: writes at most bufsiz bytes, no 0 at the end.
    /// <summary>Reads a symbolic link; with an empty path, that of the descriptor.</summary>
    /// <returns>Number of bytes, or -1 (<see cref="errno"/>).</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial nint readlinkat(int dirfd, byte* pathname, byte* buf, nuint bufsiz);

    /// <summary>Brings all of a file system to the medium. Blocks.</summary>
    /// <returns>0, or -1 (<see cref="errno"/>).</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial int syncfs(int fd);

    // SAFETY: reads and writes two offsets.
    /// <summary>Copies from file to file in the kernel, and moves both offsets. Blocks.</summary>
    /// <returns>Number of bytes, 0 at the end, or -1 (<see cref="errno"/>).</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial nint copy_file_range(int fd_in, long* off_in, int fd_out, long* off_out, nuint len, uint flags);
}
