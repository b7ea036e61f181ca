using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary><c>struct io_uring_sqe</c> of <c>linux/io_uring.h</c>: one operation for the kernel to carry out. Which fields an operation reads, io_uring_enter(2) says; the others are 0.</summary>
[StructLayout(LayoutKind.Explicit, Size = 64)]
public struct io_uring_sqe
{
    /// <summary>What to do: <c>IORING_OP_*</c>.</summary>
    [FieldOffset(0)]
    public byte opcode;

    /// <summary>How: <c>IOSQE_*</c>.</summary>
    [FieldOffset(1)]
    public byte flags;

    /// <summary>I/O priority.</summary>
    [FieldOffset(2)]
    public ushort ioprio;

    /// <summary>The file.</summary>
    [FieldOffset(4)]
    public int fd;

    /// <summary>The first byte in the file.</summary>
    [FieldOffset(8)]
    public ulong off;

    /// <summary>Address of the buffer or of the <see cref="iovec"/>s; of a fallocate, the length.</summary>
    [FieldOffset(16)]
    public ulong addr;

    /// <summary>Bytes in the buffer, or number of <see cref="iovec"/>s; of a fallocate, the mode.</summary>
    [FieldOffset(24)]
    public uint len;

    /// <summary>Options of a transfer: <c>RWF_*</c>.</summary>
    [FieldOffset(28)]
    public uint rw_flags;

    /// <summary>Options of a sync: <c>IORING_FSYNC_*</c>.</summary>
    [FieldOffset(28)]
    public uint fsync_flags;

    /// <summary>Comes back in <see cref="io_uring_cqe.user_data"/>.</summary>
    [FieldOffset(32)]
    public ulong user_data;
}
