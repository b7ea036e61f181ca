// Why: the runtime's own threads (of signals, of the pool) have the C library's default stack, 8 MiB, which costs nothing while it is only
// reserved. Where the host uses huge pages for everything, the first touch may take 2 MiB at once, as much as half of all that a program with a
// machine occupies. In 1.5 MiB, .NET's own default on other systems, there is no room for such a page.

using KvmSdk.Interop;

namespace KvmSdk.Kernel;

/// <summary>The stacks of threads for which nobody says how large they are to be.</summary>
internal static class DefaultStacks
{
    private const int Size = 3 << 19;

    /// <summary>Makes those of threads to come small, for a program that is all about its machine. Without effect where the C library refuses.</summary>
    public static unsafe void Limit()
    {
        // SAFETY: the calls read and write one local.
        pthread_attr_t attributes;
        _ = Libc.pthread_attr_init(&attributes);
        _ = Libc.pthread_attr_setstacksize(&attributes, Size);
        _ = Libc.pthread_setattr_default_np(&attributes);
        _ = Libc.pthread_attr_destroy(&attributes);
    }
}
