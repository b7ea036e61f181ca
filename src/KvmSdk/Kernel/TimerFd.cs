using KvmSdk.Interop;

namespace KvmSdk.Kernel;

/// <summary>
/// A timer on the host's wall clock that is waited for by epoll. It is never read: whoever waits asks epoll for edges, and an
/// expiry is one; so is somebody's setting the clock.
/// </summary>
internal sealed class TimerFd : IDisposable
{
    private const long NanosecondsPerTick = 100;

    private readonly Descriptor _descriptor = TimerDescriptor.Make(Libc.CLOCK_REALTIME);

    /// <summary>The descriptor's number, valid until <see cref="Dispose"/>.</summary>
    [HotPath]
    public int Number => _descriptor.Number;

    /// <summary>Fires once, at a time in UTC, in place of any set before; at once if it has passed.</summary>
    [HotPath]
    public void Arm(DateTime deadline)
    {
        (long seconds, long ticks) = Math.DivRem(Math.Max(deadline.Ticks - DateTime.UnixEpoch.Ticks, 0), TimeSpan.TicksPerSecond);

        // The kernel takes a time of 0 for none.
        timespec time = new() { tv_sec = seconds, tv_nsec = Math.Max(ticks * NanosecondsPerTick, 1) };
        if (SetTime(time) == Errno.ECANCELED)
        {
            // The clock was set, perhaps after the deadline was computed from it: whoever waits is to look again.
            SetTime(new() { tv_nsec = 1 });
        }
    }

    /// <summary>Does not fire any more.</summary>
    [HotPath]
    public void Disarm() => SetTime(default);

    /// <inheritdoc/>
    public void Dispose() => _descriptor.Dispose();

    [HotPath]
    private unsafe Errno SetTime(timespec time)
    {
        itimerspec setting = new() { it_value = time };

        // SAFETY: the kernel reads one local. With a live descriptor and a valid time there is no error but ECANCELED, and then it is armed.
        int result = Libc.timerfd_settime(Number, Libc.TFD_TIMER_ABSTIME | Libc.TFD_TIMER_CANCEL_ON_SET, &setting, null);
        return result < 0 ? Libc.errno : 0;
    }
}
