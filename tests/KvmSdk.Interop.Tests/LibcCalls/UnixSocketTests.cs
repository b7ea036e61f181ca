using System.Text;
using static KvmSdk.Interop.Libc;

namespace KvmSdk.Interop.Tests.LibcCalls;

public sealed unsafe class UnixSocketTests
{
    [Fact]
    public void A_socket_in_the_file_system_is_found_connected_to_and_half_closed()
    {
        string path = Path.Combine(Path.GetTempPath(), $"kvmsdk-{Guid.NewGuid():N}.sock");
        sockaddr_un address = new() { sun_family = AF_UNIX };
        Encoding.UTF8.GetBytes(path, address.sun_path);
        int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        Assert.Equal(0, bind(listener, &address, (uint)sizeof(sockaddr_un)));
        try
        {
            Assert.Equal(0, listen(listener, 4));
            stat description;
            fixed (byte* name = Encoding.UTF8.GetBytes(path + "\0"))
            {
                Assert.Equal(0, lstat(name, &description));
            }

            Assert.Equal(stat.S_IFSOCK, description.st_mode & stat.S_IFMT);

            int client = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
            Assert.Equal(0, connect(client, &address, (uint)sizeof(sockaddr_un)));
            int server = accept4(listener, null, null, SOCK_NONBLOCK | SOCK_CLOEXEC);
            Assert.True(server >= 0, errno.ToString());

            ulong sent = 0x1234;
            iovec piece = new() { iov_base = &sent, iov_len = 8 };
            msghdr message = new() { msg_iov = &piece, msg_iovlen = 1 };
            Assert.Equal(8, sendmsg(client, &message, MSG_NOSIGNAL));
            Assert.Equal(0, shutdown(client, SHUT_WR));
            ulong got = 0;
            Assert.Equal(8, recv(server, &got, 8, MSG_PEEK));
            Assert.Equal(8, recv(server, &got, 8, 0));
            Assert.Equal(sent, got);
            Assert.Equal(0, recv(server, &got, 8, 0));

            Assert.Equal(0, close(client));
            Assert.Equal(-1, send(server, &got, 8, MSG_NOSIGNAL));
            Errno error = errno;
            Assert.Equal(Errno.EPIPE, error);
            Assert.Equal(0, close(server));
        }
        finally
        {
            Assert.Equal(0, close(listener));
            File.Delete(path);
        }
    }
}
