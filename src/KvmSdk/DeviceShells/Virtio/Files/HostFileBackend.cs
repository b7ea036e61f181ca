using System.Diagnostics;
using KvmSdk.Devices.Virtio.FileSystem;
using KvmSdk.Interop;

namespace KvmSdk.DeviceShells.Virtio.Files;

/// <summary>Carries a file system's requests out on a directory of the host. Every number is a descriptor.</summary>
[HotPath]
internal readonly unsafe partial struct HostFileBackend(HostFiles files) : IFileBackend
{
    /// <summary>Where no name leads: out of the directory, over a mount, through a link of /proc.</summary>
    public const ulong Confinement = open_how.RESOLVE_BENEATH | open_how.RESOLVE_NO_XDEV | open_how.RESOLVE_NO_MAGICLINKS;

    private const int None = FuseError.None;

    // On what is no ordinary file, although it was one a moment ago, opening must not wait.
    private const int Always = Libc.O_CLOEXEC | Libc.O_NONBLOCK | Libc.O_NOCTTY;

    /// <inheritdoc/>
    public int Root => files.Root;

    /// <inheritdoc/>
    public ulong Now => (ulong)Stopwatch.GetTimestamp();

    /// <inheritdoc/>
    public int Find(int directory, ReadOnlySpan<byte> name, out int file, out FileStatus status)
    {
        status = default;
        int error = OpenBeneath(directory, name, Libc.O_PATH | Libc.O_NOFOLLOW | Libc.O_CLOEXEC, 0, out file);
        if (error != None)
        {
            return error;
        }

        error = Describe(file, out status);
        if (error != None)
        {
            Close(file);
        }

        return error;
    }

    /// <inheritdoc/>
    public int MakeNode(int directory, ReadOnlySpan<byte> name, uint mode, GuestUser user)
    {
        files.Identity.Become(user.Uid, user.Gid);

        // SAFETY: here and below names end with a 0.
        fixed (byte* text = name)
        {
            int error = ErrorOf(Libc.mknodat(directory, text, mode, 0));
            files.Identity.Leave();
            return error;
        }
    }

    /// <inheritdoc/>
    public int MakeDirectory(int directory, ReadOnlySpan<byte> name, uint mode, GuestUser user)
    {
        files.Identity.Become(user.Uid, user.Gid);
        fixed (byte* text = name)
        {
            int error = ErrorOf(Libc.mkdirat(directory, text, mode));
            files.Identity.Leave();
            return error;
        }
    }

    /// <inheritdoc/>
    public int MakeSymbolicLink(int directory, ReadOnlySpan<byte> name, ReadOnlySpan<byte> target, GuestUser user)
    {
        files.Identity.Become(user.Uid, user.Gid);
        fixed (byte* text = name, to = target)
        {
            int error = ErrorOf(Libc.symlinkat(to, directory, text));
            files.Identity.Leave();
            return error;
        }
    }

    /// <inheritdoc/>
    public int Link(int file, int directory, ReadOnlySpan<byte> name)
    {
        byte* path = stackalloc byte[LongestNumber];
        Number(file, path);
        fixed (byte* text = name)
        {
            // What is followed is the link of /proc, to the file itself, not the file if that is one.
            return ErrorOf(Libc.linkat(files.DescriptorDirectory, path, directory, text, Libc.AT_SYMLINK_FOLLOW));
        }
    }

    /// <inheritdoc/>
    public int Remove(int directory, ReadOnlySpan<byte> name, bool isDirectory)
    {
        fixed (byte* text = name)
        {
            return ErrorOf(Libc.unlinkat(directory, text, isDirectory ? Libc.AT_REMOVEDIR : 0));
        }
    }

    /// <inheritdoc/>
    public int Rename(int directory, ReadOnlySpan<byte> name, int newDirectory, ReadOnlySpan<byte> newName, uint flags)
    {
        fixed (byte* text = name, newText = newName)
        {
            return ErrorOf(Libc.renameat2(directory, text, newDirectory, newText, flags));
        }
    }

    /// <inheritdoc/>
    public int ReadDirectory(int handle, ulong position, Span<byte> entries, out int length)
    {
        length = 0;
        if (Libc.lseek(handle, (long)position, flock.SEEK_SET) < 0)
        {
            return Failure();
        }

        fixed (byte* room = entries)
        {
            nint count = Libc.getdents64(handle, room, (nuint)entries.Length);
            length = (int)Math.Max(count, 0);
            return count < 0 ? Failure() : None;
        }
    }

    /// <inheritdoc/>
    public void Refused()
    {
#pragma warning disable KVM0730 // Told of once, and may be put into words.
        files.OnRefusal();
#pragma warning restore KVM0730
    }

    /// <inheritdoc/>
    public void Close(int number)
    {
        _ = Libc.close(number);
        SharedDescriptors.Return();
    }

    private int OpenBeneath(int directory, ReadOnlySpan<byte> name, int flags, uint mode, out int opened)
    {
        opened = -1;
        if (!TryTake())
        {
            return FuseError.TooManyFiles;
        }

        open_how how = new() { flags = (ulong)flags, mode = mode, resolve = Confinement };
        fixed (byte* text = name)
        {
            opened = Libc.openat2(directory, text, &how, (nuint)sizeof(open_how));
        }

        return opened >= 0 ? None : GiveBack();
    }

    private int Reopen(int file, int flags, out int opened)
    {
        opened = -1;
        if (!TryTake())
        {
            return FuseError.TooManyFiles;
        }

        byte* path = stackalloc byte[LongestNumber];
        Number(file, path);
        opened = Libc.openat(files.DescriptorDirectory, path, flags, 0);
        return opened >= 0 ? None : GiveBack();
    }

    private bool TryTake()
    {
        if (SharedDescriptors.TryTake())
        {
            return true;
        }

        Refused();
        return false;
    }

    private static int GiveBack()
    {
        int error = Failure();
        SharedDescriptors.Return();
        return error;
    }

    private static int ErrorOf(int result) => result >= 0 ? None : Failure();

    // To be asked in the statement after the call. That this program has no descriptor left is none of the guest's doing, but it is told so.
    private static int Failure() => Libc.errno is var errno && errno == Errno.EMFILE ? FuseError.TooManyFiles : (int)errno;
}
