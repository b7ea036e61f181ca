using System.Diagnostics;
using KvmSdk.Devices.Limits;
using KvmSdk.Events;
using KvmSdk.Interop;
using KvmSdk.Kernel;

namespace KvmSdk.DeviceShells.Virtio;

/// <summary>The time of a device with a limit of rate: rings its doorbell when it may go on.</summary>
internal sealed class DevicePacemaker : IPacemaker, IEventHandler, IDisposable
{
    private const ulong NanosecondsPerSecond = 1_000_000_000;

    private readonly Descriptor _timer;
    private readonly EventFd _doorbell;

    /// <summary>Makes one that does not ring.</summary>
    /// <param name="events">The machine's event loop, which waits for the timer.</param>
    /// <param name="doorbell">What has the device's queues looked at.</param>
    /// <exception cref="HostException">The kernel refuses.</exception>
    public DevicePacemaker(IEventLoop events, EventFd doorbell)
    {
        int number = Libc.timerfd_create(Libc.CLOCK_MONOTONIC, Libc.TFD_CLOEXEC | Libc.TFD_NONBLOCK);
        if (number < 0)
        {
            KernelError.Throw("timerfd_create", Libc.errno);
        }

        _timer = new Descriptor(number);
        _doorbell = doorbell;

        // It is never read: an expiry is an edge.
        events.Register(number, Libc.EPOLLIN | Libc.EPOLLET, this);
    }

    /// <inheritdoc/>
    public ulong Now
    {
        // Linux's monotonic clock in nanoseconds.
        [HotPath]
        get => (ulong)Stopwatch.GetTimestamp();
    }

    /// <inheritdoc/>
    [HotPath]
    public unsafe void WakeIn(ulong nanoseconds)
    {
        // More than a century is for ever, and a time of 0 would be none.
        (ulong seconds, ulong rest) = Math.DivRem(Math.Clamp(nanoseconds, 1, uint.MaxValue * NanosecondsPerSecond), NanosecondsPerSecond);
        itimerspec setting = new() { it_value = new() { tv_sec = (long)seconds, tv_nsec = (long)rest } };

        // SAFETY: the kernel reads one local; with a live descriptor and a valid time there is no error.
        _ = Libc.timerfd_settime(_timer.Number, 0, &setting, null);
    }

    /// <inheritdoc/>
    [HotPath]
    void IEventHandler.OnEvents(uint events) => _doorbell.Ring();

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();
}
