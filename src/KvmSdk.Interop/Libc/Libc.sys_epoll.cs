using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <content><c>sys/epoll.h</c>: waiting for many descriptors.</content>
public static unsafe partial class Libc
{
    /// <summary>Option of <see cref="epoll_create1"/>: closed by exec.</summary>
    public const int EPOLL_CLOEXEC = 0x80000;

    /// <summary>Operation of <see cref="epoll_ctl"/>: add, delete, modify.</summary>
    public const int EPOLL_CTL_ADD = 1, EPOLL_CTL_DEL = 2, EPOLL_CTL_MOD = 3;

    /// <summary>Event: readable, urgent, writable, error, both directions closed, peer stopped writing.</summary>
    public const uint EPOLLIN = 0x001, EPOLLPRI = 0x002, EPOLLOUT = 0x004, EPOLLERR = 0x008, EPOLLHUP = 0x010, EPOLLRDHUP = 0x2000;

    /// <summary>Mode: wake one of several waiters; tell once and disarm; tell changes only.</summary>
    public const uint EPOLLEXCLUSIVE = 1U << 28, EPOLLONESHOT = 1U << 30, EPOLLET = 1U << 31;

    /// <summary>Makes an epoll instance.</summary>
    /// <returns>A descriptor, or -1 (<see cref="errno"/>).</returns>
    [LibraryImport(Library, SetLastError = true)]
    public static partial int epoll_create1(int flags);

    // SAFETY: reads one event; ignored, and may be null, for EPOLL_CTL_DEL.
    /// <summary>Adds, changes or removes a descriptor to wait for.</summary>
    /// <returns>0, or -1 (<see cref="errno"/>).</returns>
    [LibraryImport(Library, SetLastError = true)]
    public static partial int epoll_ctl(int epfd, int op, int fd, epoll_event* @event);

    // SAFETY: writes at most maxevents events.
    /// <summary>Waits for events. Blocks.</summary>
    /// <param name="epfd">The instance.</param>
    /// <param name="events">Where the events go.</param>
    /// <param name="maxevents">Room for how many, at least 1.</param>
    /// <param name="timeout">Milliseconds; 0 returns at once, -1 waits for ever.</param>
    /// <returns>Number of events, 0 after the time, or -1 (<see cref="errno"/>): EINTR is no failure.</returns>
    [LibraryImport(Library, SetLastError = true)]
    public static partial int epoll_wait(int epfd, epoll_event* events, int maxevents, int timeout);
}
