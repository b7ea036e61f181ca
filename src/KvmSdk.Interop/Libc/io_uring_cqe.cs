using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary><c>struct io_uring_cqe</c> of <c>linux/io_uring.h</c>: how one operation ended.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct io_uring_cqe
{
    /// <summary>That of the <see cref="io_uring_sqe"/>.</summary>
    public ulong user_data;

    /// <summary>What the system call would have returned, or the error number negated.</summary>
    public int res;

    /// <summary><c>IORING_CQE_F_*</c>.</summary>
    public uint flags;
}
