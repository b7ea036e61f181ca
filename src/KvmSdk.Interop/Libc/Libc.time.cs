using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <content><c>time.h</c>: clocks.</content>
public static unsafe partial class Libc
{
    /// <summary>Clock: wall time; time since some start, without and with suspension; processor time of process and of thread.</summary>
    public const int
        CLOCK_REALTIME = 0,
        CLOCK_MONOTONIC = 1,
        CLOCK_PROCESS_CPUTIME_ID = 2,
        CLOCK_THREAD_CPUTIME_ID = 3,
        CLOCK_MONOTONIC_RAW = 4,
        CLOCK_BOOTTIME = 7;

    // SAFETY: writes one timespec.
    /// <summary>Reads a clock.</summary>
    /// <returns>0, or -1 (<see cref="errno"/>).</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial int clock_gettime(int clockid, timespec* tp);
}
