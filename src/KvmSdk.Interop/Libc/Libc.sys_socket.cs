using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <content><c>sys/socket.h</c>.</content>
public static unsafe partial class Libc
{
    /// <summary>Domain of a socket: this host; IPv4; this host and its guests.</summary>
    public const int AF_UNIX = 1, AF_INET = 2, AF_VSOCK = 40;

    /// <summary>Type of a socket: bytes of a connection; packets; packets of a connection; and, beside it: calls do not block; closed by exec.</summary>
    public const int SOCK_STREAM = 1, SOCK_DGRAM = 2, SOCK_SEQPACKET = 5, SOCK_NONBLOCK = 0x800, SOCK_CLOEXEC = 0x80000;

    /// <summary>Options common to all sockets; of these: the error that waits.</summary>
    public const int SOL_SOCKET = 1, SO_ERROR = 4;

    /// <summary>What ends by <see cref="shutdown"/>: receiving; sending; both.</summary>
    public const int SHUT_RD = 0, SHUT_WR = 1, SHUT_RDWR = 2;

    /// <summary>Flags of a transfer: leave what is read where it is; do not block; without a signal where the other side has gone.</summary>
    public const int MSG_PEEK = 2, MSG_DONTWAIT = 0x40, MSG_NOSIGNAL = 0x4000;

    /// <summary>Makes a socket.</summary>
    /// <returns>A descriptor, or -1 (<see cref="errno"/>).</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial int socket(int domain, int type, int protocol);

    // SAFETY: writes two descriptors.
    /// <summary>Makes two sockets that are connected to each other.</summary>
    /// <returns>0, or -1 (<see cref="errno"/>).</returns>
    [LibraryImport(Library, SetLastError = true)]
    public static partial int socketpair(int domain, int type, int protocol, int* sv);

    // SAFETY (addresses): the kernel reads or writes at most so many bytes of an address as its length says.

    /// <summary>Gives a socket an address.</summary>
    /// <returns>0, or -1 (<see cref="errno"/>).</returns>
    [LibraryImport(Library, SetLastError = true)]
    public static partial int bind(int fd, void* addr, uint len);

    /// <summary>Lets others connect to a socket.</summary>
    /// <returns>0, or -1 (<see cref="errno"/>).</returns>
    [LibraryImport(Library, SetLastError = true)]
    public static partial int listen(int fd, int n);

    /// <summary>Takes the next connection of a socket that listens, with <see cref="SOCK_NONBLOCK"/> and <see cref="SOCK_CLOEXEC"/> if asked for.</summary>
    /// <returns>A descriptor, or -1 (<see cref="errno"/>).</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial int accept4(int fd, void* addr, uint* addr_len, int flags);

    /// <summary>Connects a socket to an address.</summary>
    /// <returns>0, or -1 (<see cref="errno"/>): EINPROGRESS if it goes on meanwhile.</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial int connect(int fd, void* addr, uint len);

    /// <summary>Ends one direction of a connection, or both.</summary>
    /// <returns>0, or -1 (<see cref="errno"/>).</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial int shutdown(int fd, int how);

    /// <summary>Reads an option.</summary>
    /// <returns>0, or -1 (<see cref="errno"/>).</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial int getsockopt(int fd, int level, int optname, void* optval, uint* optlen);

    /// <summary>Reads a socket's own address.</summary>
    /// <returns>0, or -1 (<see cref="errno"/>).</returns>
    [LibraryImport(Library, SetLastError = true)]
    public static partial int getsockname(int fd, void* addr, uint* len);

    /// <summary>Receives up to <paramref name="n"/> bytes.</summary>
    /// <returns>Number of bytes, 0 at the end, or -1 (<see cref="errno"/>).</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial nint recv(int fd, void* buf, nuint n, int flags);

    /// <summary>Sends up to <paramref name="n"/> bytes.</summary>
    /// <returns>Number of bytes, or -1 (<see cref="errno"/>).</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial nint send(int fd, void* buf, nuint n, int flags);

    // SAFETY: the kernel reads the pieces that the message lists.
    /// <summary>Sends from several pieces of memory.</summary>
    /// <returns>Number of bytes, or -1 (<see cref="errno"/>).</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial nint sendmsg(int fd, msghdr* message, int flags);

    /// <summary>Request for <see cref="ioctl(int, nuint, void*)"/> on any socket, with an <see cref="ifreq"/>: the number of the interface of that name (<c>linux/sockios.h</c>).</summary>
    public const uint SIOCGIFINDEX = 0x8933;
}
