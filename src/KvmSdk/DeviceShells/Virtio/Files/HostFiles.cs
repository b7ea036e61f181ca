// What keeps a guest inside: a file is a descriptor (O_PATH), opened from its directory's by one name, which is not followed if it is a
// symbolic link, and by a call that would refuse to leave the directory or the mount if the name tried (openat2). Nothing is ever
// opened by a path again; what is opened for data is opened through its descriptor (/proc/self/fd/N), and is an ordinary file by then.

using KvmSdk.Interop;
using KvmSdk.Kernel;

namespace KvmSdk.DeviceShells.Virtio.Files;

/// <summary>A directory of the host, opened to be shared.</summary>
internal sealed unsafe class HostFiles : IDisposable
{
    private const string Descriptors = "/proc/self/fd";

    private readonly Action<string> _onRefusal;
    private readonly Descriptor _root;
    private readonly Descriptor _descriptors;
    private bool _wasRefused;

    /// <summary>Opens the directory.</summary>
    /// <param name="directory">Which one, and for whom.</param>
    /// <param name="onRefusal">Told once that a guest has as many files as it may, with how many that are.</param>
    /// <exception cref="HostException">It is not there, no directory, or not for this user.</exception>
    public HostFiles(HostDirectory directory, Action<string> onRefusal)
    {
        Path = directory.Path;
        IsReadOnly = directory.IsReadOnly;
        Identity = new(directory.Uid, directory.Gid);
        _onRefusal = onRefusal;
        _root = Open(directory.Path, Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_CLOEXEC, RefuseRoot);
        try
        {
            _descriptors = Open(Descriptors, Libc.O_PATH | Libc.O_DIRECTORY | Libc.O_CLOEXEC, static (path, errno) =>
                KernelError.Make(path, errno, "mount proc, as root: mount -t proc proc /proc"));
            stat status;

            // SAFETY: the kernel writes one local.
            if (Libc.fstat(Root, &status) != 0)
            {
                KernelError.Throw(Path, Libc.errno);
            }

            Device = status.st_dev;
            RequireOpenat2();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The directory's path.</summary>
    public string Path { get; }

    /// <summary>Whether nothing may be changed.</summary>
    [HotPath]
    public bool IsReadOnly { get; }

    /// <summary>Who is who.</summary>
    [HotPath]
    public FileIdentity Identity { get; }

    /// <summary>The directory's descriptor.</summary>
    [HotPath]
    public int Root => _root.Number;

    /// <summary>The descriptor of the directory of descriptors.</summary>
    [HotPath]
    public int DescriptorDirectory => _descriptors.Number;

    /// <summary>The device that the directory is on.</summary>
    [HotPath]
    public ulong Device { get; }

    /// <summary>Tells, once, that a guest has as many files as it may.</summary>
    public void OnRefusal()
    {
        if (!_wasRefused)
        {
            _wasRefused = true;
            _onRefusal(Path);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _descriptors?.Dispose();
        _root.Dispose();
    }

    private static Descriptor Open(string path, int flags, Func<string, Errno, HostException> refuse)
    {
        byte[] bytes = new byte[System.Text.Encoding.UTF8.GetMaxByteCount(path.Length) + 1];
        System.Text.Encoding.UTF8.GetBytes(path, bytes);

        // SAFETY: the array ends with a 0.
        fixed (byte* pathname = bytes)
        {
            Descriptor opened = new(Libc.open(pathname, flags, 0));
            Errno errno = Libc.errno;
            return opened.IsInvalid ? throw refuse(path, errno) : opened;
        }
    }

    private static HostException RefuseRoot(string path, Errno errno) => errno switch
    {
        Errno.ENOENT => new(path, "no such directory", $"make it (mkdir -p {path}), or check the path; a relative one starts at the working directory"),
        Errno.ENOTDIR => new(path, "it is no directory", "name a directory; a file goes into one to be shared"),
        Errno.EACCES => new(path, "permission denied", "share a directory that your user may read and enter (ls -ld shows whose it is)"),
        _ => KernelError.Make(path, errno),
    };

    private void RequireOpenat2()
    {
        open_how how = new() { flags = Libc.O_PATH | Libc.O_CLOEXEC, resolve = HostFileBackend.Confinement };

        // SAFETY: the literal ends with a 0, and the kernel reads the local.
        fixed (byte* itself = "."u8)
        {
            using Descriptor found = new(Libc.openat2(Root, itself, &how, (nuint)sizeof(open_how)));
            Errno errno = Libc.errno;
            if (found.IsInvalid)
            {
                throw KernelError.Make("openat2", errno, $"share '{Path}' on Linux 5.6 or later, in a container whose system call filter allows openat2");
            }
        }
    }
}
