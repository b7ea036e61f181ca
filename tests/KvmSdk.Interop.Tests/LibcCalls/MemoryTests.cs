using static KvmSdk.Interop.Libc;

namespace KvmSdk.Interop.Tests.LibcCalls;

public sealed unsafe class MemoryTests
{
    private const int Bytes = 0x2000;

    [Fact]
    public void Two_mappings_of_one_memory_file_show_the_same_bytes()
    {
        int fd = MemoryFile();
        Assert.Equal(0, ftruncate(fd, Bytes));
        byte* one = Map(fd), two = Map(fd);

        one[Bytes - 1] = 42;

        Assert.Equal(42, two[Bytes - 1]);
        Assert.Equal(0, madvise(one, Bytes, MADV_REMOVE));
        Assert.Equal(0, two[Bytes - 1]);
        Assert.Equal(0, mprotect(two, Bytes, PROT_READ));
        Assert.Equal(0, munmap(one, Bytes));
        Assert.Equal(0, munmap(two, Bytes));
        Assert.Equal(0, close(fd));
    }

    [Fact]
    public void A_seal_keeps_a_memory_file_from_shrinking()
    {
        int fd = MemoryFile();
        Assert.Equal(0, ftruncate(fd, Bytes));

        Assert.Equal(0, fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK));

        Assert.Equal(F_SEAL_SHRINK, fcntl(fd, F_GET_SEALS, 0));
        Assert.Equal(-1, ftruncate(fd, 0));
        Errno error = errno;
        Assert.Equal(Errno.EPERM, error);
        Assert.Equal(0, close(fd));
    }

    [Fact]
    public void A_mapping_of_no_descriptor_fails_and_says_so()
    {
        Assert.True(mmap(null, Bytes, PROT_READ, MAP_SHARED, -1, 0) == MAP_FAILED);
        Errno error = errno;
        Assert.Equal(Errno.EBADF, error);
    }

    private static int MemoryFile()
    {
        // SAFETY: the literal ends with a 0 byte.
        fixed (byte* name = "kvmsdk\0"u8)
        {
            int fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
            Assert.True(fd >= 0, errno.ToString());
            return fd;
        }
    }

    private static byte* Map(int fd)
    {
        void* address = mmap(null, Bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        Assert.True(address != MAP_FAILED, errno.ToString());
        return (byte*)address;
    }
}
