using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>How <see cref="Libc.posix_spawnp"/> starts a program; the C library's own business inside (<c>spawn.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct posix_spawnattr_t
{
    private Opaque _opaque;

    [InlineArray(42)]
    private struct Opaque
    {
        private ulong _element0;
    }
}
