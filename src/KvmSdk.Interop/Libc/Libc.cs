using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

// No search beside the application: a file called libc.so there must not be taken for the C library, and start-up tries fewer paths.
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace KvmSdk.Interop;

/// <summary>
/// The part of the C library that a KVM monitor needs, one file a header. Every name is the C one; a call returns what C returns and throws
/// nothing. With <c>using static KvmSdk.Interop.Libc</c> it reads like C.
/// </summary>
/// <remarks>
/// After a result of -1 read <see cref="errno"/> in the very next statement: anything in between, even formatting a string, may change it.
/// What a running machine calls carries <c>[HotPath]</c>: it allocates nothing once it was looked up. Whether it waits is up to the descriptor
/// that it is given.
/// </remarks>
public static partial class Libc
{
    // The runtime looks this name up once, by about fifty failing opens before the right one; a NativeAOT program that cares binds it at link
    // time with <DirectPInvoke Include="libc" />.
    private const string Library = "libc";

    /// <summary>Error number of the last call of this thread into this class that can fail.</summary>
    [HotPath]
    public static Errno errno
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (Errno)Marshal.GetLastPInvokeError();
    }
}
