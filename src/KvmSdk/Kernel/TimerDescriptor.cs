using KvmSdk.Interop;

namespace KvmSdk.Kernel;

/// <summary>Makes the kernel's timers, which are waited for by epoll's edges and never read.</summary>
internal static class TimerDescriptor
{
    /// <summary>Makes one that is not armed.</summary>
    /// <param name="clock">The clock that it goes by.</param>
    /// <exception cref="HostException">The kernel refuses.</exception>
    public static Descriptor Make(int clock)
    {
        int number = Libc.timerfd_create(clock, Libc.TFD_CLOEXEC | Libc.TFD_NONBLOCK);
        if (number < 0)
        {
            KernelError.Throw("timerfd_create", Libc.errno);
        }

        return new Descriptor(number);
    }
}
