using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <content><c>sys/random.h</c>: the kernel's random numbers.</content>
public static unsafe partial class Libc
{
    /// <summary>Fills memory with random bytes fit for cryptography. Up to 256 come whole once the kernel's pool is seeded, more may be cut short by a signal.</summary>
    /// <returns>Number of bytes, or -1 (<see cref="errno"/>).</returns>
    // SAFETY: the kernel writes at most buflen bytes from buf on; the caller owns them for the call.
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial nint getrandom(void* buf, nuint buflen, uint flags);
}
