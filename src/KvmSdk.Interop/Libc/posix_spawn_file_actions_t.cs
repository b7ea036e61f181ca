using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>What happens to the descriptors of a program that <see cref="Libc.posix_spawnp"/> starts; the C library's own business inside (<c>spawn.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct posix_spawn_file_actions_t
{
    private Opaque _opaque;

    [InlineArray(10)]
    private struct Opaque
    {
        private ulong _element0;
    }
}
