using System.Text;
using KvmSdk.Interop;
using KvmSdk.Kernel;

namespace KvmSdk.DeviceShells.Virtio;

/// <summary>Connections to a passt that somebody else has started.</summary>
internal static class PasstSocket
{
    /// <summary>Connects to passt's socket.</summary>
    /// <param name="path">The socket's path, a usable one.</param>
    /// <exception cref="HostException">Nobody listens there, or this user may not connect.</exception>
    public static unsafe Descriptor Connect(string path)
    {
        Descriptor socket = new(Libc.socket(Libc.AF_UNIX, Libc.SOCK_STREAM | Libc.SOCK_CLOEXEC, 0));
        if (socket.IsInvalid)
        {
            KernelError.Throw("socket", Libc.errno);
        }

        sockaddr_un address = new() { sun_family = Libc.AF_UNIX };
        Encoding.UTF8.GetBytes(path, address.sun_path);

        // SAFETY: the kernel reads the one local structure.
        int result = Libc.connect(socket.Number, &address, (uint)sizeof(sockaddr_un));
        Errno errno = Libc.errno;
        if (result == 0)
        {
            return socket;
        }

        socket.Dispose();
        throw errno switch
        {
            Errno.ENOENT or Errno.ECONNREFUSED => new HostException(
                path, "no passt listens there", $"start one: passt --one-off --socket {path}, or let the machine start its own (Passt.User, passt)"),
            Errno.EACCES or Errno.EPERM => new HostException(path, "permission denied", "run the machine as the user who started passt"),
            _ => KernelError.Make(path, errno),
        };
    }
}
