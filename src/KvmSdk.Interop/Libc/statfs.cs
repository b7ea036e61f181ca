using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>Description of a file system (<c>bits/statfs.h</c>, x86-64).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct statfs
{
    /// <summary>Kind; bytes of a block.</summary>
    public long f_type, f_bsize;

    /// <summary>Blocks; free ones; free ones for everybody; inodes; free ones.</summary>
    public ulong f_blocks, f_bfree, f_bavail, f_files, f_ffree;

    private readonly ulong f_fsid;

    /// <summary>Bytes of the longest name; of a fragment, in which blocks are counted; mount flags.</summary>
    public long f_namelen, f_frsize, f_flags;

    private readonly InlineArray4<long> f_spare;
}
