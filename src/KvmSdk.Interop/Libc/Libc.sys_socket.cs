using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <content><c>sys/socket.h</c>.</content>
public static unsafe partial class Libc
{
    /// <summary>Domain of a socket: this host; IPv4.</summary>
    public const int AF_UNIX = 1, AF_INET = 2;

    /// <summary>Type of a socket: packets; packets of a connection; and, beside it: calls do not block; closed by exec.</summary>
    public const int SOCK_DGRAM = 2, SOCK_SEQPACKET = 5, SOCK_NONBLOCK = 0x800, SOCK_CLOEXEC = 0x80000;

    /// <summary>Makes a socket.</summary>
    /// <returns>A descriptor, or -1 (<see cref="errno"/>).</returns>
    [LibraryImport(Library, SetLastError = true)]
    public static partial int socket(int domain, int type, int protocol);

    // SAFETY: writes two descriptors.
    /// <summary>Makes two sockets that are connected to each other.</summary>
    /// <returns>0, or -1 (<see cref="errno"/>).</returns>
    [LibraryImport(Library, SetLastError = true)]
    public static partial int socketpair(int domain, int type, int protocol, int* sv);

    /// <summary>Request for <see cref="ioctl(int, nuint, void*)"/> on any socket, with an <see cref="ifreq"/>: the number of the interface of that name (<c>linux/sockios.h</c>).</summary>
    public const uint SIOCGIFINDEX = 0x8933;
}
