using KvmSdk.Interop;

namespace KvmSdk.Kernel;

/// <summary>A timer that counts down, whatever the clock on the wall does, and is waited for by epoll's edges. It is never read.</summary>
internal sealed class CountdownTimer : IDisposable
{
    private const ulong NanosecondsPerSecond = 1_000_000_000;

    private readonly Descriptor _descriptor = TimerDescriptor.Make(Libc.CLOCK_MONOTONIC);

    /// <summary>The descriptor's number, valid until <see cref="Dispose"/>.</summary>
    [HotPath]
    public int Number => _descriptor.Number;

    /// <summary>Fires once, after a time, in place of any set before.</summary>
    /// <param name="nanoseconds">The time; at least 1.</param>
    [HotPath]
    public unsafe void Arm(ulong nanoseconds)
    {
        // Longer than a year is not worth a thought about what the kernel makes of it.
        ulong seconds = Math.Min(nanoseconds / NanosecondsPerSecond, 31_536_000);
        itimerspec setting = new() { it_value = new() { tv_sec = (long)seconds, tv_nsec = (long)(nanoseconds % NanosecondsPerSecond) } };

        // SAFETY: the kernel reads one local. With a live descriptor and a valid time there is no error.
        _ = Libc.timerfd_settime(Number, 0, &setting, null);
    }

    /// <inheritdoc/>
    public void Dispose() => _descriptor.Dispose();
}
