using System.Text;
using static KvmSdk.Interop.Libc;

namespace KvmSdk.Interop.Tests.LibcCalls;

public sealed unsafe class FileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"kvmsdk-file-{Guid.NewGuid():N}");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Bytes_written_at_an_offset_are_read_back_and_counted_by_stat()
    {
        int fd = Open(O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC);
        ulong written = 0x1122_3344_5566_7788, back = 0;

        Assert.Equal(sizeof(ulong), pwrite(fd, &written, sizeof(ulong), 4096));
        Assert.Equal(sizeof(ulong), pread(fd, &back, sizeof(ulong), 4096));
        Assert.Equal(written, back);
        Assert.Equal(4104, lseek(fd, 0, flock.SEEK_END));
        Assert.Equal(0, fdatasync(fd));
        Assert.Equal(0, fsync(fd));

        stat info = default;
        Assert.Equal(0, fstat(fd, &info));
        Assert.Equal((4104, stat.S_IFREG), (info.st_size, info.st_mode & stat.S_IFMT));
        Assert.Equal(Convert.ToUInt32("640", 8), info.st_mode & 0xFFF);
        Assert.Equal((geteuid(), 1UL), (info.st_uid, info.st_nlink));
        Assert.Equal(0, close(fd));
    }

    [Fact]
    public void A_hole_keeps_the_length_and_reads_as_zero()
    {
        int fd = Open(O_RDWR | O_CREAT | O_CLOEXEC);
        byte full = 0xFF;
        Assert.Equal(1, pwrite(fd, &full, 1, 0));
        Assert.Equal(0, ftruncate(fd, 8192));

        if (fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, 4096) != 0)
        {
            Errno error = errno;
            Assert.Equal(Errno.EOPNOTSUPP, error);
        }
        else
        {
            Assert.Equal(1, pread(fd, &full, 1, 0));
            Assert.Equal(0, full);
        }

        Assert.Equal(8192, lseek(fd, 0, flock.SEEK_END));
        Assert.Equal(0, close(fd));
    }

    [Fact]
    public void A_lock_of_one_open_file_excludes_another_open_of_it_in_the_same_process()
    {
        int first = Open(O_RDWR | O_CREAT | O_CLOEXEC), second = Open(O_RDWR | O_CLOEXEC);
        var whole = new flock { l_type = flock.F_WRLCK, l_whence = flock.SEEK_SET };

        Assert.Equal(0, fcntl(first, F_OFD_SETLK, &whole));
        Assert.Equal(-1, fcntl(second, F_OFD_SETLK, &whole));
        Errno error = errno;
        Assert.Equal(Errno.EAGAIN, error);

        Assert.Equal(0, close(first));
        Assert.Equal(0, fcntl(second, F_OFD_SETLK, &whole));
        Assert.Equal(0, close(second));
    }

    [Fact]
    public void A_missing_file_is_reported_by_number_name_and_words()
    {
        Assert.Equal(-1, Open(O_RDONLY));
        Errno error = errno;
        Assert.Equal(Errno.ENOENT, error);
        Assert.Equal("ENOENT: No such file or directory", $"{error}: {error.Describe()}");
    }

    private int Open(int flags)
    {
        // SAFETY: the array is pinned and ends with a 0 byte.
        fixed (byte* path = Encoding.UTF8.GetBytes(_path + '\0'))
        {
            return open(path, flags, Convert.ToUInt32("640", 8));
        }
    }
}
