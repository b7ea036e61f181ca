using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>How <see cref="Libc.pthread_create"/> makes a thread; the C library's own business inside (<c>pthread.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct pthread_attr_t
{
    private Opaque _opaque;

    [InlineArray(7)]
    private struct Opaque
    {
        private ulong _element0;
    }
}
