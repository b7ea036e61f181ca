using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <content><c>signal.h</c>: what is needed to kick a thread out of <c>KVM_RUN</c>.</content>
public static unsafe partial class Libc
{
    /// <summary>How <see cref="pthread_sigmask"/> changes the mask: block more, unblock, replace.</summary>
    public const int SIG_BLOCK = 0, SIG_UNBLOCK = 1, SIG_SETMASK = 2;

    /// <summary>Handler that stands for the signal's default action, for ignoring it.</summary>
    public const nint SIG_DFL = 0, SIG_IGN = 1;

    /// <summary>Signals a monitor meets: hang-up, interrupt, quit, bus error, broken pipe, terminate, go on, stop, terminal size.</summary>
    public const int SIGHUP = 1, SIGINT = 2, SIGQUIT = 3, SIGBUS = 7, SIGPIPE = 13, SIGTERM = 15, SIGCONT = 18, SIGSTOP = 19, SIGWINCH = 28;

    /// <summary>
    /// First real-time signal the C library leaves to programs. The .NET runtime takes this very one to stop threads for garbage collection:
    /// use higher ones.
    /// </summary>
    [LibraryImport(Library)]
    public static partial int __libc_current_sigrtmin();

    /// <summary>Last real-time signal.</summary>
    [LibraryImport(Library)]
    public static partial int __libc_current_sigrtmax();

    // SAFETY: reads act, writes oldact, each if not null. The handler runs on whatever thread the signal meets, between any two instructions:
    // it must be unmanaged and async-signal-safe.
    /// <summary>Sets and reads what a signal does.</summary>
    /// <returns>0, or -1 (<see cref="errno"/>).</returns>
    [LibraryImport(Library, SetLastError = true)]
    public static partial int sigaction(int signum, sigaction_t* act, sigaction_t* oldact);

    // SAFETY: reads set, writes oldset, each if not null.
    /// <summary>Changes which signals this thread holds back.</summary>
    /// <returns>0 or an error number (not through <see cref="errno"/>).</returns>
    [LibraryImport(Library)]
    public static partial int pthread_sigmask(int how, sigset_t* set, sigset_t* oldset);

    // SAFETY: reads set and timeout, writes info if not null (128 bytes).
    /// <summary>Takes a pending signal of <paramref name="set"/>, without its handler; waits for it at most <paramref name="timeout"/>.</summary>
    /// <returns>Signal number, or -1 (<see cref="errno"/>): EAGAIN if none came.</returns>
    [LibraryImport(Library, SetLastError = true)]
    public static partial int sigtimedwait(sigset_t* set, void* info, timespec* timeout);

    /// <summary>
    /// Address of the C library's <c>getpid</c>, to be installed as a handler that does nothing: it ignores its argument, touches no memory
    /// and is async-signal-safe. A managed handler would be unsound, since the signal may meet the thread inside managed code.
    /// </summary>
    /// <returns>The address, or 0 if the program was linked so that it cannot be found.</returns>
    public static nint getpid_address() =>
        NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), nameof(getpid), out nint address) ? address : 0;
}
