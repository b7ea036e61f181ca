using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <content><c>sys/prctl.h</c>: properties of a thread.</content>
public static partial class Libc
{
    /// <summary>Option of <see cref="prctl"/>: whether ids and capabilities belong together (<c>linux/securebits.h</c>).</summary>
    public const int PR_SET_SECUREBITS = 28;

    /// <summary>Argument of <see cref="PR_SET_SECUREBITS"/>: capabilities stay when ids change.</summary>
    public const int SECBIT_NO_SETUID_FIXUP = 4;

    /// <summary>Changes a property of this thread.</summary>
    /// <returns>-1 on failure (<see cref="errno"/>), else what the option defines.</returns>
    [LibraryImport(Library, SetLastError = true)]
    public static partial int prctl(int option, nuint arg2, nuint arg3, nuint arg4, nuint arg5);
}
