using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <content><c>sys/syscall.h</c>: calls that older C libraries have no function for.</content>
public static unsafe partial class Libc
{
    /// <summary>Number of a system call on x86-64.</summary>
    public const int SYS_capset = 126, SYS_gettid = 186, SYS_tgkill = 234, SYS_openat2 = 437;

    // Private: syscall is variadic (see the remark at ioctl), and its argument types are only right for the calls of this class.
    [LibraryImport(Library, SetLastError = true)]
    private static partial nint syscall(nint number, nint first, nint second, nint third);

    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    private static partial nint syscall(nint number, nint first, nint second, nint third, nint fourth, nint fifth, nint sixth);

    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    private static partial nint syscall(nint number, nint first, nint second, nint third, nint fourth);

    // SAFETY: reads the path up to the first 0 byte, and size bytes of how.
    /// <summary>Opens a file by a path that starts at a directory, and that must not lead everywhere. Since Linux 5.6.</summary>
    /// <returns>A descriptor, or -1 (<see cref="errno"/>).</returns>
    [HotPath]
    public static int openat2(int dirfd, byte* pathname, open_how* how, nuint size) =>
        (int)syscall(SYS_openat2, dirfd, (nint)pathname, (nint)how, (nint)size);

    /// <summary>Kernel id of this thread. Never fails.</summary>
    public static int gettid() => (int)syscall(SYS_gettid, 0, 0, 0);

    /// <summary>Sends a signal to one thread of a process.</summary>
    /// <param name="tgid">The process (<see cref="getpid"/>); guards against a thread id that was given to another process meanwhile.</param>
    /// <param name="tid">The thread (<see cref="gettid"/>).</param>
    /// <param name="sig">Signal number; 0 only checks.</param>
    /// <returns>0, or -1 (<see cref="errno"/>): ESRCH if the thread is gone.</returns>
    public static int tgkill(int tgid, int tid, int sig) => (int)syscall(SYS_tgkill, tgid, tid, sig);
}
