using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <content><c>sys/timerfd.h</c>: timers to wait for by descriptor.</content>
public static unsafe partial class Libc
{
    /// <summary>Option of <see cref="timerfd_create"/>: closed by exec; calls do not block.</summary>
    public const int TFD_CLOEXEC = 0x80000, TFD_NONBLOCK = 0x800;

    /// <summary>Option of <see cref="timerfd_settime"/>: the value is a time of the clock, not a span from now; fires also when that is set.</summary>
    public const int TFD_TIMER_ABSTIME = 1, TFD_TIMER_CANCEL_ON_SET = 2;

    /// <summary>Makes a timer. Reading 8 bytes takes the number of times it fired.</summary>
    /// <returns>A descriptor, or -1 (<see cref="errno"/>).</returns>
    [LibraryImport(Library, SetLastError = true)]
    public static partial int timerfd_create(int clockid, int flags);

    // SAFETY: reads new_value, writes old_value if not null.
    /// <summary>Arms or disarms a timer.</summary>
    /// <returns>0, or -1 (<see cref="errno"/>): ECANCELED if the clock was set, and armed nevertheless.</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial int timerfd_settime(int fd, int flags, itimerspec* new_value, itimerspec* old_value);
}
