using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <content><c>sys/eventfd.h</c>: a counter to wait for.</content>
public static partial class Libc
{
    /// <summary>Option of <see cref="eventfd"/>: a read takes 1, not all; closed by exec; calls do not block.</summary>
    public const int EFD_SEMAPHORE = 0x1, EFD_CLOEXEC = 0x80000, EFD_NONBLOCK = 0x800;

    /// <summary>Makes an event counter. Writing 8 bytes adds to it, reading 8 bytes takes and clears it.</summary>
    /// <returns>A descriptor, or -1 (<see cref="errno"/>).</returns>
    [LibraryImport(Library, SetLastError = true)]
    public static partial int eventfd(uint initval, int flags);
}
