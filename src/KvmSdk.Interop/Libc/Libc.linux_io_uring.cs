namespace KvmSdk.Interop;

/// <content><c>linux/io_uring.h</c>: system calls given to the kernel by a ring in shared memory, which answers in another. The C library has no functions for it.</content>
public static unsafe partial class Libc
{
    /// <summary>Number of a system call on x86-64.</summary>
    public const int SYS_io_uring_setup = 425, SYS_io_uring_enter = 426, SYS_io_uring_register = 427;

    /// <summary>Option of <see cref="io_uring_setup"/>: fewer places rather than an error; work of completions done when the submitter enters the kernel anyway (since Linux 5.19).</summary>
    public const uint IORING_SETUP_CLAMP = 1 << 4, IORING_SETUP_COOP_TASKRUN = 1 << 8;

    /// <summary>What the kernel can: both rings in one mapping; no completion is lost for want of a place.</summary>
    public const uint IORING_FEAT_SINGLE_MMAP = 1 << 0, IORING_FEAT_NODROP = 1 << 1;

    /// <summary>Offset for <see cref="mmap"/>: the rings; the submission entries.</summary>
    public const long IORING_OFF_SQ_RING = 0, IORING_OFF_SQES = 0x10000000;

    /// <summary>Operation: <see cref="preadv2"/>, <c>pwritev2</c>, <see cref="fdatasync"/>, <see cref="fallocate"/>.</summary>
    public const byte IORING_OP_READV = 1, IORING_OP_WRITEV = 2, IORING_OP_FSYNC = 3, IORING_OP_FALLOCATE = 17;

    /// <summary>Option of a sync: the data, and of the rest only what is needed to read them.</summary>
    public const uint IORING_FSYNC_DATASYNC = 1 << 0;

    /// <summary>Option of <see cref="io_uring_enter"/>: waits for completions.</summary>
    public const uint IORING_ENTER_GETEVENTS = 1 << 0;

    /// <summary>What <see cref="io_uring_register"/> does: has an eventfd rung at every completion.</summary>
    public const uint IORING_REGISTER_EVENTFD = 4;

    // SAFETY (all): as in C; what entries point to belongs to the kernel until their completion.

    /// <summary>Makes a ring. Since Linux 5.1; refused with EPERM where the administrator says so, and in many a container.</summary>
    /// <param name="entries">Places for submissions.</param>
    /// <param name="p">What it is to be; the kernel's answer.</param>
    /// <returns>A descriptor, or -1 (<see cref="errno"/>).</returns>
    public static int io_uring_setup(uint entries, io_uring_params* p) => (int)syscall(SYS_io_uring_setup, (nint)entries, (nint)p, 0, 0, 0, 0);

    /// <summary>Hands over submissions, and waits for completions if told to.</summary>
    /// <param name="fd">The ring.</param>
    /// <param name="to_submit">How many of the entries in the ring to take.</param>
    /// <param name="min_complete">How many completions to wait for.</param>
    /// <param name="flags"><c>IORING_ENTER_*</c>.</param>
    /// <returns>Number of entries taken, or -1 (<see cref="errno"/>).</returns>
    [HotPath]
    public static int io_uring_enter(int fd, uint to_submit, uint min_complete, uint flags) =>
        (int)syscall(SYS_io_uring_enter, fd, (nint)to_submit, (nint)min_complete, (nint)flags, 0, 0);

    /// <summary>Gives a ring something to use.</summary>
    /// <param name="fd">The ring.</param>
    /// <param name="opcode"><c>IORING_REGISTER_*</c>.</param>
    /// <param name="arg">What.</param>
    /// <param name="nr_args">How many.</param>
    /// <returns>0 or more, or -1 (<see cref="errno"/>).</returns>
    public static int io_uring_register(int fd, uint opcode, void* arg, uint nr_args) =>
        (int)syscall(SYS_io_uring_register, fd, (nint)opcode, (nint)arg, (nint)nr_args, 0, 0);
}
