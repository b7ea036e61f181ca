using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>Description of a file (<c>bits/struct_stat.h</c>, x86-64).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct stat
{
    /// <summary>In <see cref="st_mode"/>: where the kind stands; directory, character device, block device, plain file, pipe, socket.</summary>
    public const uint
        S_IFMT = 0xF000,
        S_IFIFO = 0x1000,
        S_IFCHR = 0x2000,
        S_IFDIR = 0x4000,
        S_IFBLK = 0x6000,
        S_IFREG = 0x8000,
        S_IFSOCK = 0xC000;

    /// <summary>Device the file lies on, its number there, number of names.</summary>
    public ulong st_dev, st_ino, st_nlink;

    /// <summary>Kind and permission bits; owner; group.</summary>
    public uint st_mode, st_uid, st_gid;

    private readonly int __pad0;

    /// <summary>Device the file is.</summary>
    public ulong st_rdev;

    /// <summary>Length in bytes; 0 for a block device.</summary>
    public long st_size;

    /// <summary>Preferred transfer size in bytes; allocated space in units of 512 bytes.</summary>
    public long st_blksize, st_blocks;

    /// <summary>Last access, last change of the data, last change of this description.</summary>
    public timespec st_atim, st_mtim, st_ctim;

    private readonly InlineArray3<long> __glibc_reserved;
}
