using KvmSdk.Devices.Virtio.FileSystem;
using KvmSdk.Interop;

namespace KvmSdk.DeviceShells.Virtio.Files;

// What describes files. Most calls take no descriptor of the kind that files are (O_PATH), but a path: its place in /proc/self/fd, which
// leads to the very file.
internal readonly unsafe partial struct HostFileBackend
{
    // Digits of the largest descriptor, and a 0.
    private const int LongestNumber = 11;
    private const int LongestPath = 32;
    private const uint Nobody = uint.MaxValue;

    private static ReadOnlySpan<byte> Prefix => "/proc/self/fd/"u8;

    /// <inheritdoc/>
    public int Describe(int file, out FileStatus status)
    {
        status = default;
        stat found;
        if (Libc.fstat(file, &found) != 0)
        {
            return Failure();
        }

        // One mount can have files of several devices (overlay, btrfs), whose numbers a guest that knows one device must not take for equal.
        const ulong spread = 0x9E37_79B9_7F4A_7C15;
        status = new()
        {
            Device = found.st_dev,
            Inode = found.st_ino,
            ShownInode = found.st_dev == files.Device ? found.st_ino : found.st_ino ^ ((found.st_dev * spread) & 0x7FFF_FFFF_0000_0000),
            Size = (ulong)found.st_size,
            Blocks = (ulong)found.st_blocks,
            AccessSeconds = found.st_atim.tv_sec,
            ModifySeconds = found.st_mtim.tv_sec,
            ChangeSeconds = found.st_ctim.tv_sec,
            AccessNanoseconds = (uint)found.st_atim.tv_nsec,
            ModifyNanoseconds = (uint)found.st_mtim.tv_nsec,
            ChangeNanoseconds = (uint)found.st_ctim.tv_nsec,
            Mode = found.st_mode,
            Links = (uint)Math.Min(found.st_nlink, uint.MaxValue),
            Uid = files.Identity.GuestUid(found.st_uid),
            Gid = files.Identity.GuestGid(found.st_gid),
            Rdev = (uint)found.st_rdev,
            BlockSize = (uint)found.st_blksize,
        };
        return None;
    }

    /// <inheritdoc/>
    public int Change(int file, int handle, in FileChange change)
    {
        byte* path = stackalloc byte[LongestNumber];
        Number(file, path);
        if (change.Has(FileChange.UidFlag | FileChange.GidFlag))
        {
            uint uid = change.Has(FileChange.UidFlag) ? files.Identity.HostUid(change.Uid) : Nobody;
            uint gid = change.Has(FileChange.GidFlag) ? files.Identity.HostGid(change.Gid) : Nobody;
            byte nothing = 0;
            if (Libc.fchownat(file, &nothing, uid, gid, Libc.AT_EMPTY_PATH) != 0)
            {
                return Failure();
            }
        }

        if (change.Has(FileChange.ModeFlag) && Libc.fchmodat(files.DescriptorDirectory, path, change.Mode, 0) != 0)
        {
            return Failure();
        }

        int error = change.Has(FileChange.SizeFlag) ? Cut(file, handle, (long)change.Size) : None;
        if (error != None || !change.Has(FileChange.AccessFlag | FileChange.ModifyFlag | FileChange.AccessNowFlag | FileChange.ModifyNowFlag))
        {
            return error;
        }

        timespec* times = stackalloc timespec[2];
        times[0] = Time(change.Has(FileChange.AccessNowFlag), change.Has(FileChange.AccessFlag), change.AccessSeconds, change.AccessNanoseconds);
        times[1] = Time(change.Has(FileChange.ModifyNowFlag), change.Has(FileChange.ModifyFlag), change.ModifySeconds, change.ModifyNanoseconds);
        return ErrorOf(Libc.utimensat(files.DescriptorDirectory, path, times, 0));
    }

    /// <inheritdoc/>
    public int ReadLink(int file, Span<byte> target, out int length)
    {
        byte nothing = 0;
        fixed (byte* room = target)
        {
            nint count = Libc.readlinkat(file, &nothing, room, (nuint)target.Length);
            length = (int)Math.Max(count, 0);
            return count < 0 ? Failure() : None;
        }
    }

    /// <inheritdoc/>
    public int Measure(int file, out FileSystemSpace space)
    {
        space = default;
        statfs found;
        if (Libc.fstatfs(file, &found) != 0)
        {
            return Failure();
        }

        space = new()
        {
            BlockSize = (uint)found.f_bsize,
            FragmentSize = (uint)found.f_frsize,
            Blocks = found.f_blocks,
            FreeBlocks = found.f_bfree,
            AvailableBlocks = found.f_bavail,
            Files = found.f_files,
            FreeFiles = found.f_ffree,
            LongestName = (uint)found.f_namelen,
        };
        return None;
    }

    /// <inheritdoc/>
    public int GetExtended(int file, ReadOnlySpan<byte> name, Span<byte> value, out int length)
    {
        byte* path = stackalloc byte[LongestPath];
        WholePath(file, path);
        fixed (byte* text = name, room = value)
        {
            nint count = Libc.getxattr(path, text, room, (nuint)value.Length);
            length = (int)Math.Max(count, 0);
            return count < 0 ? Failure() : None;
        }
    }

    /// <inheritdoc/>
    public int SetExtended(int file, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, uint flags)
    {
        byte* path = stackalloc byte[LongestPath];
        WholePath(file, path);
        fixed (byte* text = name, bytes = value)
        {
            return ErrorOf(Libc.setxattr(path, text, bytes, (nuint)value.Length, (int)flags));
        }
    }

    /// <inheritdoc/>
    public int ListExtended(int file, Span<byte> names, out int length)
    {
        byte* path = stackalloc byte[LongestPath];
        WholePath(file, path);
        fixed (byte* room = names)
        {
            nint count = Libc.listxattr(path, room, (nuint)names.Length);
            length = (int)Math.Max(count, 0);
            return count < 0 ? Failure() : None;
        }
    }

    /// <inheritdoc/>
    public int RemoveExtended(int file, ReadOnlySpan<byte> name)
    {
        byte* path = stackalloc byte[LongestPath];
        WholePath(file, path);
        fixed (byte* text = name)
        {
            return ErrorOf(Libc.removexattr(path, text));
        }
    }

    private int Cut(int file, int handle, long size)
    {
        if (handle >= 0)
        {
            return ErrorOf(Libc.ftruncate(handle, size));
        }

        int error = Reopen(file, Libc.O_WRONLY | Always, out int opened);
        if (error != None)
        {
            return error;
        }

        error = ErrorOf(Libc.ftruncate(opened, size));
        Close(opened);
        return error;
    }

    private static timespec Time(bool isNow, bool isGiven, long seconds, uint nanoseconds) => new()
    {
        tv_sec = seconds,
        tv_nsec = isNow ? Libc.UTIME_NOW : isGiven ? nanoseconds : Libc.UTIME_OMIT,
    };

    private static void WholePath(int file, byte* path)
    {
        Prefix.CopyTo(new Span<byte>(path, Prefix.Length));
        Number(file, path + Prefix.Length);
    }

    // SAFETY: whoever calls has room for LongestNumber bytes.
    private static void Number(int file, byte* text)
    {
        int digits = 1;
        for (int rest = file / 10; rest > 0; rest /= 10)
        {
            digits++;
        }

        text[digits] = 0;
        for (int rest = file; digits > 0; rest /= 10)
        {
            text[--digits] = (byte)('0' + (rest % 10));
        }
    }
}
