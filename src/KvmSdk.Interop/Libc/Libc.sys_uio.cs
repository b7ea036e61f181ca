using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <content><c>sys/uio.h</c>: transfers between a file and a list of pieces of memory.</content>
public static unsafe partial class Libc
{
    // SAFETY: the kernel touches at most the pieces that the first iovcnt entries name; the caller owns them for the call.

    /// <summary>Reads at <paramref name="offset"/> into the pieces, one after the other. At most 1,024 pieces (IOV_MAX). May block.</summary>
    /// <returns>Number of bytes, 0 at the end, or -1 (<see cref="errno"/>).</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial nint preadv(int fd, iovec* iov, int iovcnt, long offset);

    /// <summary>Option of <see cref="preadv2"/>: fails with EAGAIN rather than wait for the storage, and with EOPNOTSUPP where the file system cannot tell.</summary>
    public const int RWF_NOWAIT = 0x8;

    /// <summary>Option of <see cref="pwritev2"/>: the data are on stable storage when it returns.</summary>
    public const int RWF_DSYNC = 0x2;

    /// <summary>Reads as <see cref="preadv"/> does, with options (<c>RWF_*</c> of <c>linux/fs.h</c>).</summary>
    /// <returns>Number of bytes, 0 at the end, or -1 (<see cref="errno"/>).</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial nint preadv2(int fd, iovec* iov, int iovcnt, long offset, int flags);

    /// <summary>Writes the pieces at <paramref name="offset"/>, one after the other. At most 1,024 pieces (IOV_MAX). May block.</summary>
    /// <returns>Number of bytes, or -1 (<see cref="errno"/>).</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial nint pwritev(int fd, iovec* iov, int iovcnt, long offset);

    /// <summary>Writes as <see cref="pwritev"/> does, with options (<c>RWF_*</c> of <c>linux/fs.h</c>).</summary>
    /// <returns>Number of bytes, or -1 (<see cref="errno"/>).</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial nint pwritev2(int fd, iovec* iov, int iovcnt, long offset, int flags);

    /// <summary>Reads into the pieces, one after the other. At most 1,024 pieces (IOV_MAX). May block.</summary>
    /// <returns>Number of bytes, 0 at the end, or -1 (<see cref="errno"/>).</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial nint readv(int fd, iovec* iov, int iovcnt);

    /// <summary>Writes the pieces, one after the other. At most 1,024 pieces (IOV_MAX). May block.</summary>
    /// <returns>Number of bytes, or -1 (<see cref="errno"/>).</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial nint writev(int fd, iovec* iov, int iovcnt);

    /// <summary>Option of <see cref="pwritev2"/>: at the end of the file, wherever that is.</summary>
    public const int RWF_APPEND = 0x10;
}
