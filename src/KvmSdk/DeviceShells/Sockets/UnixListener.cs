using System.Text;
using KvmSdk.Interop;
using KvmSdk.Kernel;

namespace KvmSdk.DeviceShells.Sockets;

/// <summary>A socket in the file system that listens. It replaces one that nobody listens to any more, and is removed at the end.</summary>
internal sealed unsafe class UnixListener : IDisposable
{
    private const int Backlog = 128;

    private readonly Descriptor _descriptor;
    private readonly string _path;
    private readonly stat _made;

    /// <summary>Makes the socket. Its permissions are those that the umask leaves.</summary>
    /// <param name="device">The device's property, for messages.</param>
    /// <param name="path">Where.</param>
    /// <exception cref="HostException">Somebody listens there, something else is there, or the kernel refuses.</exception>
    public UnixListener(string device, string path)
    {
        _path = path;
        RemoveStale(device, path);
        _descriptor = NewSocket();
        sockaddr_un address = new UnixAddress(path).Address;

        // SAFETY: the kernel reads one local.
        int result = Libc.bind(_descriptor.Number, &address, (uint)sizeof(sockaddr_un));
        Errno errno = Libc.errno;
        if (result < 0)
        {
            _descriptor.Dispose();
            throw CannotBind(device, path, errno);
        }

        _made = Describe(path) ?? default;
        result = Libc.listen(_descriptor.Number, Backlog);
        errno = Libc.errno;
        if (result < 0)
        {
            Dispose();
            KernelError.Throw($"socket {path}", errno);
        }
    }

    /// <summary>The descriptor, valid until <see cref="Dispose"/>.</summary>
    [HotPath]
    public int Number => _descriptor.Number;

    /// <summary>Finds out whether a socket could be made, without making it.</summary>
    /// <exception cref="HostException">Somebody listens there, something else is there, or there is no such directory.</exception>
    public static void RequireFree(string device, string path)
    {
        string directory = Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/";
        if (!Directory.Exists(directory))
        {
            throw CannotBind(device, path, Errno.ENOENT);
        }

        _ = IsStale(device, path);
    }

    /// <summary>Closes it and removes the socket, unless somebody has put another one there.</summary>
    public void Dispose()
    {
        if (Describe(_path) is { } now && now.st_dev == _made.st_dev && now.st_ino == _made.st_ino)
        {
            File.Delete(_path);
        }

        _descriptor.Dispose();
    }

    private static void RemoveStale(string device, string path)
    {
        if (IsStale(device, path))
        {
            File.Delete(path);
        }
    }

    // What a machine that was killed leaves: a socket that nobody listens to.
    private static bool IsStale(string device, string path)
    {
        if (Describe(path) is not { } found)
        {
            return false;
        }

        if ((found.st_mode & stat.S_IFMT) != stat.S_IFSOCK)
        {
            throw new HostException(path, $"there is a file that is no socket, where socket device '{device}' shall be reached", $"remove it, or {Elsewhere(device)}");
        }

        using Descriptor probe = NewSocket();
        sockaddr_un address = new UnixAddress(path).Address;

        // SAFETY: the kernel reads one local.
        int result = Libc.connect(probe.Number, &address, (uint)sizeof(sockaddr_un));
        Errno errno = Libc.errno;
        if (result < 0 && errno == Errno.ECONNREFUSED)
        {
            return true;
        }

        throw result == 0 || errno == Errno.EAGAIN
            ? new HostException(path, $"another program listens there, where socket device '{device}' shall be reached", $"end that program, or {Elsewhere(device)}")
            : KernelError.Make($"socket {path}", errno, $"remove it, or {Elsewhere(device)}");
    }

    private static string Elsewhere(string device) => $"use another path for '{device}', as in unix:/run/user/1000/agent.sock";

    private static HostException CannotBind(string device, string path, Errno errno) => errno switch
    {
        Errno.ENOENT or Errno.ENOTDIR => new(path, $"there is no such directory, where socket device '{device}' shall be reached", $"make it, or {Elsewhere(device)}"),
        Errno.EACCES or Errno.EPERM => new(path, "permission denied", $"give your user the directory, or {Elsewhere(device)}"),
        _ => KernelError.Make($"socket {path}", errno, $"check the directory and its file system, or {Elsewhere(device)}"),
    };

    private static Descriptor NewSocket()
    {
        Descriptor made = new(Libc.socket(Libc.AF_UNIX, Libc.SOCK_STREAM | Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC, 0));
        Errno errno = Libc.errno;
        if (made.IsInvalid)
        {
            KernelError.Throw("socket(AF_UNIX)", errno);
        }

        return made;
    }

    private static stat? Describe(string path)
    {
        stat found;
        fixed (byte* name = Encoding.UTF8.GetBytes(path + "\0"))
        {
            // SAFETY: the kernel reads the text, which ends with a 0 byte, and writes one local.
            return Libc.lstat(name, &found) == 0 ? found : null;
        }
    }
}
