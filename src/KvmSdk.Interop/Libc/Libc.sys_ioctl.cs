using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <content><c>sys/ioctl.h</c>.</content>
public static unsafe partial class Libc
{
    // ioctl is variadic in C. On Linux x86-64 (and arm64) a variadic call passes its first three integer arguments in the same registers as an
    // ordinary one, so a fixed prototype works there. It is no portable rule: on Apple's arm64, for one, variadic arguments go to the stack.

    /// <summary>Asks the driver behind <paramref name="fd"/> to do <paramref name="request"/> with a number.</summary>
    /// <returns>-1 on failure (<see cref="errno"/>), else what the request defines.</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial int ioctl(int fd, nuint request, nint arg);

    // SAFETY: the driver reads and writes the structure that the request number names; the caller provides exactly that one.
    /// <summary>Asks the driver behind <paramref name="fd"/> to do <paramref name="request"/> with a structure.</summary>
    /// <returns>-1 on failure (<see cref="errno"/>), else what the request defines.</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial int ioctl(int fd, nuint request, void* argp);

    /// <summary>
    /// <see cref="ioctl(int, nuint, nint)"/> without the runtime's copy of the error number, which costs more than the call around it: for
    /// <c>KVM_RUN</c>. The runtime keeps the C library's number over the return to managed code. By <c>syscall</c>, because the C library's
    /// <c>ioctl</c>, which is variadic, takes ten instructions more.
    /// </summary>
    /// <returns>-1 on failure (<see cref="system_errno"/>, in the very next statement), else what the request defines.</returns>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint ioctl_run(int fd, nuint request, nint arg) => ioctl_syscall(SYS_ioctl, fd, request, arg);

    [HotPath]
    [LibraryImport(Library, EntryPoint = "syscall")]
    private static partial nint ioctl_syscall(nint number, nint fd, nuint request, nint arg);

    private const int SYS_ioctl = 16;

    /// <summary>The C library's own error number, for <see cref="ioctl_run"/> only.</summary>
    [HotPath]
    public static Errno system_errno => (Errno)Marshal.GetLastSystemError();

    /// <summary>Request for <see cref="ioctl(int, nuint, void*)"/>: read the size of a terminal into a <see cref="winsize"/>.</summary>
    public const uint TIOCGWINSZ = 0x5413;
}
