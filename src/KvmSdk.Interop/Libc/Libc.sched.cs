using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <content><c>sched.h</c>: which processors a thread runs on.</content>
public static unsafe partial class Libc
{
    // SAFETY: each reads or writes cpusetsize bytes.

    /// <summary>Restricts a thread to some processors.</summary>
    /// <param name="pid">Thread id, or 0 for this thread.</param>
    /// <param name="cpusetsize">Bytes of the set.</param>
    /// <param name="mask">The set, processor n at bit n % 64 of word n / 64.</param>
    /// <returns>0, or -1 (<see cref="errno"/>).</returns>
    [LibraryImport(Library, SetLastError = true)]
    public static partial int sched_setaffinity(int pid, nuint cpusetsize, ulong* mask);

    /// <summary>Reads which processors a thread may run on.</summary>
    /// <param name="pid">Thread id, or 0 for this thread.</param>
    /// <param name="cpusetsize">Bytes of the set; at least as many as the kernel's, else EINVAL.</param>
    /// <param name="mask">Where the set goes.</param>
    /// <returns>0, or -1 (<see cref="errno"/>).</returns>
    [LibraryImport(Library, SetLastError = true)]
    public static partial int sched_getaffinity(int pid, nuint cpusetsize, ulong* mask);

    /// <summary>What <see cref="unshare"/> takes apart: working directory, root and umask.</summary>
    public const int CLONE_FS = 0x200;

    /// <summary>Gives this thread something of its own that it shared with others.</summary>
    /// <returns>0, or -1 (<see cref="errno"/>).</returns>
    [LibraryImport(Library, SetLastError = true)]
    public static partial int unshare(int flags);
}
