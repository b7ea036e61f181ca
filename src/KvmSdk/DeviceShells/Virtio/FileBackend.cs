using KvmSdk.Devices.Memory;
using KvmSdk.Devices.Virtio.Block;
using KvmSdk.Interop;

namespace KvmSdk.DeviceShells.Virtio;

/// <summary>
/// Carries block requests out on a raw image, each before it returns: on the disk's own thread, which may wait, all of them; on a
/// vCPU those that the host's page cache answers.
/// </summary>
[HotPath]
internal readonly unsafe struct FileBackend(DiskFile file, DiskCounterCells cells, DiskWatch watch) : IBlockBackend
{
    private const int LargestZeroes = 64 * 1024;

    // What a vCPU copies itself: more takes longer than waking the thread, which then works while the guest runs on.
    private const ulong LargestAtOnce = 64 * 1024;

    /// <summary>No error.</summary>
    private const Errno None = 0;

    // Zeros for file systems that cannot zero a range themselves; pinned, so that it needs no pinning later.
    private static readonly byte[] _zeroes = GC.AllocateArray<byte>(LargestZeroes, pinned: true);

    /// <inheritdoc/>
    public ulong CapacitySectors => file.Sectors;

    /// <inheritdoc/>
    public BlockStatus Submit(BlockRequest request, bool mayWait)
    {
        if (!mayWait)
        {
            return ReadAtOnce(request);
        }

        Errno errno = request.Operation switch
        {
            BlockOperation.Read => Transfer(request.Buffers, request.Offset, write: false),
            BlockOperation.Write => Transfer(request.Buffers, request.Offset, write: true),
            BlockOperation.Flush => Flush(),
            BlockOperation.Discard => Discard(request),
            BlockOperation.WriteZeroes => Zero(request),
            _ => Errno.EINVAL,
        };
        if (errno == None && request.Durable)
        {
            errno = Flush();
        }

        cells.Count(request, errno == None);
        if (errno == None)
        {
            return BlockStatus.Ok;
        }

#pragma warning disable KVM0730 // What the host refuses is told of once, and may be put into words.
        watch.OnError(request.Operation, errno);
#pragma warning restore KVM0730
        return BlockStatus.IoError;
    }

    private BlockStatus ReadAtOnce(BlockRequest request)
    {
        if (request.Operation != BlockOperation.Read || request.Length > LargestAtOnce || !file.CanReadAtOnce)
        {
            return BlockStatus.WouldWait;
        }

        // SAFETY: as in Transfer.
        fixed (IoVector* pieces = request.Buffers)
        {
            nint count = Libc.preadv2(file.Number, (iovec*)pieces, request.Buffers.Length, (long)request.Offset, Libc.RWF_NOWAIT);
            if (count < 0 || (ulong)count < request.Length)
            {
                // Some of it is not in memory, or something is wrong, which the thread will find out.
                return BlockStatus.WouldWait;
            }
        }

        cells.Count(request, succeeded: true);
        return BlockStatus.Ok;
    }

    private Errno Flush()
    {
        while (Libc.fdatasync(file.Number) != 0)
        {
            Errno errno = Libc.errno;
            if (errno != Errno.EINTR)
            {
                return errno;
            }
        }

#pragma warning disable KVM0730 // It allocates only when it ends the machine.
        watch.OnFlush();
#pragma warning restore KVM0730
        return None;
    }

    /// <summary>All pieces in one call; the rare rest of a call that was cut short, piece by piece.</summary>
    private Errno Transfer(ReadOnlySpan<IoVector> buffers, ulong offset, bool write)
    {
        nint count;

        // SAFETY: the pieces were checked against guest RAM, which outlives the disk's thread; IoVector has iovec's layout.
        fixed (IoVector* pieces = buffers)
        {
            count = write
                ? Libc.pwritev(file.Number, (iovec*)pieces, buffers.Length, (long)offset)
                : Libc.preadv(file.Number, (iovec*)pieces, buffers.Length, (long)offset);
        }

        if (count < 0)
        {
            Errno errno = Libc.errno;
            if (errno != Errno.EINTR)
            {
                return errno;
            }

            count = 0;
        }

        ulong skip = (ulong)count;
        foreach (IoVector piece in buffers)
        {
            if (skip >= piece.Length)
            {
                skip -= piece.Length;
            }
            else
            {
                Errno errno = TransferRest(piece.Base + skip, piece.Length - (nuint)skip, offset + skip, write);
                if (errno != None)
                {
                    return errno;
                }

                skip = 0;
            }

            offset += piece.Length;
        }

        return None;
    }

    private Errno TransferRest(byte* start, nuint length, ulong offset, bool write)
    {
        while (length > 0)
        {
            nint count = write
                ? Libc.pwrite(file.Number, start, length, (long)offset)
                : Libc.pread(file.Number, start, length, (long)offset);
            if (count < 0)
            {
                Errno errno = Libc.errno;
                if (errno != Errno.EINTR)
                {
                    return errno;
                }

                continue;
            }

            // On a read: the file became shorter while it was in use.
            if (count == 0)
            {
                return DiskWatch.EndedEarly;
            }

            start += count;
            offset += (ulong)count;
            length -= (nuint)count;
        }

        return None;
    }

    // A discard is advice: a file system that cannot punch holes ignores it.
    private Errno Discard(BlockRequest request)
    {
        Errno errno = Allocate(Libc.FALLOC_FL_PUNCH_HOLE | Libc.FALLOC_FL_KEEP_SIZE, request);
        return errno == Errno.EOPNOTSUPP ? None : errno;
    }

    private Errno Zero(BlockRequest request)
    {
        int mode = request.MayUnmap ? Libc.FALLOC_FL_PUNCH_HOLE : Libc.FALLOC_FL_ZERO_RANGE;
        Errno errno = Allocate(mode | Libc.FALLOC_FL_KEEP_SIZE, request);
        ulong offset = request.Offset;
        ulong left = errno == None ? 0 : request.Length;
        fixed (byte* zeroes = _zeroes)
        {
            for (; left > 0; offset += LargestZeroes)
            {
                nuint length = (nuint)Math.Min(left, LargestZeroes);
                errno = TransferRest(zeroes, length, offset, write: true);
                if (errno != None)
                {
                    return errno;
                }

                left -= length;
            }
        }

        return None;
    }

    private Errno Allocate(int mode, BlockRequest request)
    {
        while (Libc.fallocate(file.Number, mode, (long)request.Offset, (long)request.Length) != 0)
        {
            Errno errno = Libc.errno;
            if (errno != Errno.EINTR)
            {
                return errno;
            }
        }

        return None;
    }
}
