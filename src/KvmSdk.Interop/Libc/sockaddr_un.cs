using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>The address of a socket in the file system (<c>sys/un.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct sockaddr_un
{
    /// <summary><see cref="Libc.AF_UNIX"/>.</summary>
    public ushort sun_family;

    /// <summary>The path, with the 0 byte that ends it.</summary>
    public sun_path_array sun_path;

    /// <summary>The array type of <see cref="sun_path"/>.</summary>
    [InlineArray(108)]
    public struct sun_path_array
    {
        private byte _element0;
    }
}
