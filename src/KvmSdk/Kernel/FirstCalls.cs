// Why: the runtime looks a C function up when it is called for the first time, and allocates a few bytes for that. A running
// machine allocates nothing, so the first calls are made before it runs; each fails at once and changes nothing.

using System.Runtime.CompilerServices;
using KvmSdk.Interop;

namespace KvmSdk.Kernel;

/// <summary>Looks up the C functions that a running machine calls: those with <c>[HotPath]</c>, as a test holds, and those in which its threads wait.</summary>
internal static class FirstCalls
{
    private const int NoDescriptor = -1;

    /// <summary>Makes the first calls, once in a process.</summary>
    public static void Make() => RuntimeHelpers.RunClassConstructor(typeof(Once).TypeHandle);

    private static class Once
    {
        static unsafe Once()
        {
            int word = 0;
            epoll_event none;
            itimerspec never = default;
            iovec nothing = default;

            // SAFETY: with no descriptor the kernel looks at no buffer; waking sleepers on a local word finds none, and so does asking
            // for no random numbers.
            _ = Libc.ioctl_run(NoDescriptor, 0, 0);
            _ = Libc.ioctl(NoDescriptor, 0, &word);
            _ = Libc.ioctl(NoDescriptor, 0, 0);
            _ = Libc.system_errno;
            _ = Libc.errno;
            _ = Libc.read(NoDescriptor, &word, 0);
            _ = Libc.write(NoDescriptor, &word, 0);
            _ = Libc.pread(NoDescriptor, &word, 0, 0);
            _ = Libc.pwrite(NoDescriptor, &word, 0, 0);
            _ = Libc.preadv(NoDescriptor, &nothing, 1, 0);
            _ = Libc.preadv2(NoDescriptor, &nothing, 1, 0, 0);
            _ = Libc.pwritev(NoDescriptor, &nothing, 1, 0);
            _ = Libc.pwritev2(NoDescriptor, &nothing, 1, 0, 0);
            _ = Libc.io_uring_enter(NoDescriptor, 0, 0, 0);
            _ = Libc.readv(NoDescriptor, &nothing, 1);
            _ = Libc.writev(NoDescriptor, &nothing, 1);
            _ = Libc.fdatasync(NoDescriptor);
            _ = Libc.ftruncate(NoDescriptor, 0);
            _ = Libc.madvise(null, 0, 0);
            _ = Libc.fallocate(NoDescriptor, 0, 0, 1);
            _ = Libc.getrandom(&word, 0, 0);
            msghdr empty = default;
            _ = Libc.socket(NoDescriptor, 0, 0);
            _ = Libc.accept4(NoDescriptor, null, null, 0);
            _ = Libc.connect(NoDescriptor, &word, 0);
            _ = Libc.shutdown(NoDescriptor, 0);
            _ = Libc.getsockopt(NoDescriptor, 0, 0, &word, null);
            _ = Libc.recv(NoDescriptor, &word, 0, 0);
            _ = Libc.send(NoDescriptor, &word, 0, 0);
            _ = Libc.sendmsg(NoDescriptor, &empty, 0);
            MakeOfFiles((byte*)&word);
            _ = Libc.epoll_wait(NoDescriptor, &none, 1, 0);
            _ = Libc.timerfd_settime(NoDescriptor, 0, &never, null);
            Libc.futex(&word, Libc.FUTEX_WAKE_PRIVATE, 1);
        }

        // SAFETY: none of them gets further than the missing descriptor or the empty path.
        private static unsafe void MakeOfFiles(byte* nothing)
        {
            stat description;
            statfs space;
            timespec time;
            iovec piece = default;
            open_how how = default;
            long offset = 0;
            _ = Libc.fstat(NoDescriptor, &description);
            _ = Libc.fstatfs(NoDescriptor, &space);
            _ = Libc.clock_gettime(Libc.CLOCK_REALTIME, &time);
            _ = Libc.lseek(NoDescriptor, 0, 0);
            _ = Libc.close(NoDescriptor);
            _ = Libc.fsync(NoDescriptor);
            _ = Libc.syncfs(NoDescriptor);
            _ = Libc.ftruncate(NoDescriptor, 0);
            _ = Libc.pwritev2(NoDescriptor, &piece, 1, 0, 0);
            _ = Libc.copy_file_range(NoDescriptor, &offset, NoDescriptor, &offset, 1, 0);
            _ = Libc.getdents64(NoDescriptor, nothing, 0);
            _ = Libc.openat(NoDescriptor, nothing, 0, 0);
            _ = Libc.openat2(NoDescriptor, nothing, &how, 0);
            _ = Libc.fchownat(NoDescriptor, nothing, 0, 0, 0);
            _ = Libc.fchmodat(NoDescriptor, nothing, 0, 0);
            _ = Libc.utimensat(NoDescriptor, nothing, null, 0);
            _ = Libc.mkdirat(NoDescriptor, nothing, 0);
            _ = Libc.mknodat(NoDescriptor, nothing, 0, 0);
            _ = Libc.linkat(NoDescriptor, nothing, NoDescriptor, nothing, 0);
            _ = Libc.symlinkat(nothing, NoDescriptor, nothing);
            _ = Libc.unlinkat(NoDescriptor, nothing, 0);
            _ = Libc.renameat2(NoDescriptor, nothing, NoDescriptor, nothing, 0);
            _ = Libc.readlinkat(NoDescriptor, nothing, nothing, 0);
            _ = Libc.getxattr(nothing, nothing, null, 0);
            _ = Libc.setxattr(nothing, nothing, null, 0, 0);
            _ = Libc.listxattr(nothing, null, 0);
            _ = Libc.removexattr(nothing, nothing);

            // Asks, and changes nothing: no user has this number.
            _ = Libc.setfsuid(uint.MaxValue);
            _ = Libc.setfsgid(uint.MaxValue);
        }
    }
}
