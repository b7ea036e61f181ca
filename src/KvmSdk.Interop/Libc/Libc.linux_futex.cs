using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <content><c>linux/futex.h</c>: sleeping on a word of memory, for a lock that allocates nothing.</content>
public static unsafe partial class Libc
{
    /// <summary>Operation of <see cref="futex"/>: sleep if the word still has the value; wake sleepers. Both within one process.</summary>
    public const int FUTEX_WAIT_PRIVATE = 128, FUTEX_WAKE_PRIVATE = 129;

    // SAFETY: the kernel reads the word and uses its address as the name of the queue; the caller keeps it in place for the call.
    // Apart from the general syscall import, because a fourth argument (the timeout, null) must not be left to chance.
    // [HotPath]: it allocates nothing, and it sleeps only for a lock that is held for the length of one register access.
    [HotPath]
    [LibraryImport(Library, EntryPoint = "syscall")]
    private static partial nint futex_syscall(nint number, int* uaddr, nint operation, nint value, void* timeout);

    /// <summary>Sleeps on a word, or wakes sleepers. Blocks when it sleeps; may return early, so check the word again.</summary>
    /// <param name="uaddr">The word, 4-byte aligned, fixed in memory.</param>
    /// <param name="operation"><see cref="FUTEX_WAIT_PRIVATE"/> or <see cref="FUTEX_WAKE_PRIVATE"/>.</param>
    /// <param name="value">The value it must still have, or how many sleepers to wake.</param>
    [HotPath]
    public static void futex(int* uaddr, int operation, int value) => futex_syscall(SYS_futex, uaddr, operation, value, null);

    private const int SYS_futex = 202;
}
