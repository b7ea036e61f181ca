using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>
/// What a signal does: C's <c>struct sigaction</c> (<c>bits/sigaction.h</c>, the C library's layout, not the kernel's). Renamed, since C# has
/// no separate name space for structure tags and the function has the name already.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct sigaction_t
{
    /// <summary>In <see cref="sa_flags"/>: handler takes three arguments; runs on the alternate stack; interrupted calls resume.</summary>
    public const int SA_SIGINFO = 0x4, SA_ONSTACK = 0x08000000, SA_RESTART = 0x10000000;

    /// <summary>Address of the handler, or <see cref="Libc.SIG_DFL"/>, <see cref="Libc.SIG_IGN"/>.</summary>
    public nint sa_handler;

    /// <summary>Signals held back while the handler runs.</summary>
    public sigset_t sa_mask;

    /// <summary>How the signal is handled.</summary>
    public int sa_flags;

    /// <summary>Filled by the C library.</summary>
    public nint sa_restorer;
}
