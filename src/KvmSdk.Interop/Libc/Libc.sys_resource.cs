using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <content><c>sys/resource.h</c>: limits of the process.</content>
public static unsafe partial class Libc
{
    /// <summary>Resource: one more than the largest descriptor.</summary>
    public const uint RLIMIT_NOFILE = 7;

    // SAFETY: each reads or writes one rlimit.

    /// <summary>Reads a limit.</summary>
    /// <returns>0, or -1 (<see cref="errno"/>).</returns>
    [LibraryImport(Library, SetLastError = true)]
    public static partial int getrlimit(uint resource, rlimit* rlim);

    /// <summary>Sets a limit, up to the hard one.</summary>
    /// <returns>0, or -1 (<see cref="errno"/>).</returns>
    [LibraryImport(Library, SetLastError = true)]
    public static partial int setrlimit(uint resource, rlimit* rlim);
}
