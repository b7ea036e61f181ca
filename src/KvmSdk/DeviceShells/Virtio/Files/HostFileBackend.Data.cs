using KvmSdk.Devices.Memory;
using KvmSdk.Devices.Virtio.FileSystem;
using KvmSdk.Interop;

namespace KvmSdk.DeviceShells.Virtio.Files;

// Open files. What is opened was an ordinary file or a directory when it was found, and a descriptor means that very file.
internal readonly unsafe partial struct HostFileBackend
{
    // A file that has changed so lately may change again without another time.
    private const long SettledAfter = 2;

    /// <inheritdoc/>
    public int Open(int file, uint flags, out int handle, out ulong stamp)
    {
        stamp = 0;
        int error = Reopen(file, (int)flags | Always, out handle);
        if (error != None)
        {
            return error;
        }

        stat status;
        timespec now;

        // SAFETY: here and below the kernel writes locals.
        if (Libc.fstat(handle, &status) == 0 && Libc.clock_gettime(Libc.CLOCK_REALTIME, &now) == 0 && status.st_ctim.tv_sec + SettledAfter < now.tv_sec)
        {
            stamp = Stamp(in status);
        }

        return None;
    }

    /// <inheritdoc/>
    public int OpenDirectory(int file, out int handle) => Reopen(file, Libc.O_RDONLY | Libc.O_DIRECTORY | Always, out handle);

    /// <inheritdoc/>
    public int Create(int directory, ReadOnlySpan<byte> name, uint flags, uint mode, GuestUser user, out int handle, out int file, out FileStatus status)
    {
        status = default;
        file = -1;
        files.Identity.Become(user.Uid, user.Gid);
        int error = OpenBeneath(directory, name, (int)flags | Libc.O_CREAT | Libc.O_NOFOLLOW | Always, mode, out handle);
        files.Identity.Leave();
        if (error != None)
        {
            return error;
        }

        error = Describe(handle, out status);
        if (error == None)
        {
            // Somebody else's pipe, made in between.
            error = (status.Mode & stat.S_IFMT) == stat.S_IFREG ? Reopen(handle, Libc.O_PATH | Libc.O_CLOEXEC, out file) : FuseError.NoFile;
        }

        if (error != None)
        {
            Close(handle);
        }

        return error;
    }

    /// <inheritdoc/>
    public int Read(int handle, ReadOnlySpan<IoVector> pieces, ulong offset, out uint count)
    {
        count = 0;

        // SAFETY: the pieces were checked against guest RAM, which outlives the device's thread; IoVector has iovec's layout.
        fixed (IoVector* first = pieces)
        {
            nint done;
            do
            {
                done = Libc.preadv(handle, (iovec*)first, pieces.Length, (long)offset);
            }
            while (done < 0 && Libc.errno == Errno.EINTR);

            if (done < 0)
            {
                return Failure();
            }

            count = (uint)done;
        }

        // A guest takes less than it asked for as the end of the file. Less than that mostly is one; if not, the rest is read piece by piece.
        ulong skip = count;
        foreach (IoVector piece in pieces)
        {
            if (skip >= piece.Length)
            {
                skip -= piece.Length;
                continue;
            }

            while (skip < piece.Length)
            {
                nint done = Libc.pread(handle, piece.Base + skip, piece.Length - (nuint)skip, (long)(offset + count));
                if (done <= 0)
                {
                    return done == 0 || count > 0 ? None : Failure();
                }

                skip += (ulong)done;
                count += (uint)done;
            }

            skip = 0;
        }

        return None;
    }

    /// <inheritdoc/>
    public int Write(int handle, ReadOnlySpan<IoVector> pieces, ulong offset, bool append, out uint count)
    {
        // SAFETY: as in Read.
        fixed (IoVector* first = pieces)
        {
            nint done;
            do
            {
                done = append
                    ? Libc.pwritev2(handle, (iovec*)first, pieces.Length, (long)offset, Libc.RWF_APPEND)
                    : Libc.pwritev(handle, (iovec*)first, pieces.Length, (long)offset);
            }
            while (done < 0 && Libc.errno == Errno.EINTR);

            count = (uint)Math.Max(done, 0);
            return done < 0 ? Failure() : None;
        }
    }

    /// <inheritdoc/>
    public int Synchronize(int handle, bool dataOnly) => ErrorOf(dataOnly ? Libc.fdatasync(handle) : Libc.fsync(handle));

    /// <inheritdoc/>
    public int SynchronizeAll() => ErrorOf(Libc.syncfs(files.Root));

    /// <inheritdoc/>
    public int Allocate(int handle, uint mode, ulong offset, ulong length) => ErrorOf(Libc.fallocate(handle, (int)mode, (long)offset, (long)length));

    /// <inheritdoc/>
    public int Seek(int handle, ulong offset, uint whence, out ulong result)
    {
        long found = Libc.lseek(handle, (long)offset, (int)whence);
        result = (ulong)found;
        return found < 0 ? Failure() : None;
    }

    /// <inheritdoc/>
    public int Copy(int handle, ulong offset, int target, ulong targetOffset, ulong length, out ulong count)
    {
        long from = (long)offset;
        long to = (long)targetOffset;
        nint done = Libc.copy_file_range(handle, &from, target, &to, (nuint)length, 0);
        count = (ulong)Math.Max(done, 0);
        return done < 0 ? Failure() : None;
    }

    // Of the times and the length, of which every change of the data changes one.
    private static ulong Stamp(in stat status)
    {
        const ulong spread = 0x9E37_79B9_7F4A_7C15;
        ulong stamp = ((ulong)status.st_ctim.tv_sec * spread) ^ (ulong)status.st_ctim.tv_nsec;
        stamp = (stamp * spread) ^ (ulong)status.st_mtim.tv_sec;
        stamp = (stamp * spread) ^ (ulong)status.st_mtim.tv_nsec;
        return (((stamp * spread) ^ (ulong)status.st_size) * spread) | 1;
    }
}
