using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <content><c>poll.h</c>: waiting for a few descriptors.</content>
public static unsafe partial class Libc
{
    /// <summary>Event: readable, urgent, writable, error, closed, no such descriptor.</summary>
    public const short POLLIN = 0x01, POLLPRI = 0x02, POLLOUT = 0x04, POLLERR = 0x08, POLLHUP = 0x10, POLLNVAL = 0x20;

    // SAFETY: reads and writes nfds entries.
    /// <summary>Waits for events. Blocks.</summary>
    /// <param name="fds">The descriptors.</param>
    /// <param name="nfds">Their number.</param>
    /// <param name="timeout">Milliseconds; 0 returns at once, -1 waits for ever.</param>
    /// <returns>Number of entries with events, 0 after the time, or -1 (<see cref="errno"/>): EINTR is no failure.</returns>
    [LibraryImport(Library, SetLastError = true)]
    public static partial int poll(pollfd* fds, nuint nfds, int timeout);
}
