using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>How <see cref="Libc.openat2"/> opens (<c>linux/openat2.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct open_how
{
    /// <summary>In <see cref="resolve"/>: no mounts, no links of /proc, no symbolic links, nothing above the directory.</summary>
    public const ulong RESOLVE_NO_XDEV = 0x01, RESOLVE_NO_MAGICLINKS = 0x02, RESOLVE_NO_SYMLINKS = 0x04, RESOLVE_BENEATH = 0x08;

    /// <summary>As of open; permission bits of a file that is created, else 0; what the path must not lead through.</summary>
    public ulong flags, mode, resolve;
}
