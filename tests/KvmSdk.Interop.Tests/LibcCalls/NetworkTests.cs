using static KvmSdk.Interop.Libc;

namespace KvmSdk.Interop.Tests.LibcCalls;

public sealed unsafe class NetworkTests
{
    [Fact]
    public void A_packet_written_from_pieces_is_read_into_other_pieces_and_cut_where_they_end()
    {
        int* pair = stackalloc int[2];
        Assert.Equal(0, socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair));
        ulong first = 0x0807_0605_0403_0201, second = 0x100F_0E0D_0C0B_0A09;
        iovec* pieces = stackalloc iovec[2] { new() { iov_base = &first, iov_len = 8 }, new() { iov_base = &second, iov_len = 8 } };
        Assert.Equal(16, writev(pair[0], pieces, 2));

        first = second = 0;
        pieces[0].iov_len = 3;
        pieces[1].iov_len = 4;
        Assert.Equal(7, readv(pair[1], pieces, 2));
        Assert.Equal((0x03_02_01UL, 0x07_06_05_04UL), (first, second));
        Assert.Equal(-1, readv(pair[1], pieces, 2));
        Errno error = errno;
        Assert.Equal(Errno.EAGAIN, error);
        Assert.Equal(0, close(pair[0]));
        Assert.Equal(0, close(pair[1]));
    }

    [Theory]
    [InlineData("lo", true)]
    [InlineData("no-such-thing", false)]
    public void An_interface_has_a_number_if_it_is_there(string name, bool isThere)
    {
        int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        Assert.True(fd >= 0, errno.ToString());
        ifreq request = default;
        for (int i = 0; i < name.Length; i++) request.ifr_ifrn.ifrn_name[i] = (byte)name[i];
        int result = ioctl(fd, SIOCGIFINDEX, &request);
        Errno error = errno;
        Assert.Equal(0, close(fd));
        Assert.Equal(isThere ? 0 : -1, result);
        if (isThere) Assert.True(request.ifr_ifru.ifru_ivalue > 0);
        else Assert.Equal(Errno.ENODEV, error);
    }
}
