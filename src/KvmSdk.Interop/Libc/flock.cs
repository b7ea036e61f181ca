using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>A lock on a range of a file (<c>fcntl.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct flock
{
    /// <summary>In <see cref="l_type"/>: shared, exclusive, none.</summary>
    public const short F_RDLCK = 0, F_WRLCK = 1, F_UNLCK = 2;

    /// <summary>In <see cref="l_whence"/>: offsets count from the start, the current position, the end of the file.</summary>
    public const short SEEK_SET = 0, SEEK_CUR = 1, SEEK_END = 2;

    /// <summary>Kind of lock.</summary>
    public short l_type;

    /// <summary>What <see cref="l_start"/> counts from.</summary>
    public short l_whence;

    /// <summary>First byte.</summary>
    public long l_start;

    /// <summary>Number of bytes; 0 reaches to the end, however far it moves.</summary>
    public long l_len;

    /// <summary>Holder's process id; must be 0 for a lock of the open file.</summary>
    public int l_pid;
}
