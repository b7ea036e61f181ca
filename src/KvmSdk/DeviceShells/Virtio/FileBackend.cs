using KvmSdk.Devices.Memory;
using KvmSdk.Devices.Virtio.Block;
using KvmSdk.Interop;

namespace KvmSdk.DeviceShells.Virtio;

/// <summary>Carries block requests out on a raw image, each before it returns, on the disk's own thread.</summary>
internal readonly unsafe struct FileBackend(DiskFile file, DiskCounterCells cells) : IBlockBackend
{
    private const int LargestZeroes = 64 * 1024;

    // Zeros for file systems that cannot zero a range themselves; pinned, so that it needs no pinning later.
    private static readonly byte[] _zeroes = GC.AllocateArray<byte>(LargestZeroes, pinned: true);

    /// <inheritdoc/>
    public ulong CapacitySectors => file.Sectors;

    /// <inheritdoc/>
    public BlockStatus Submit(BlockRequest request)
    {
        bool done = request.Operation switch
        {
            BlockOperation.Read => Transfer(request.Buffers, request.Offset, write: false),
            BlockOperation.Write => Transfer(request.Buffers, request.Offset, write: true) && (!request.Durable || Flush()),
            BlockOperation.Flush => Flush(),
            BlockOperation.Discard => Discard(request),
            BlockOperation.WriteZeroes => Zero(request) && (!request.Durable || Flush()),
            _ => false,
        };
        cells.Count(request, done);
        return done ? BlockStatus.Ok : BlockStatus.IoError;
    }

    private bool Flush()
    {
        while (Libc.fdatasync(file.Number) != 0)
        {
            if (Libc.errno != Errno.EINTR)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>All pieces in one call; the rare rest of a call that was cut short, piece by piece.</summary>
    private bool Transfer(ReadOnlySpan<IoVector> buffers, ulong offset, bool write)
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
            if (Libc.errno != Errno.EINTR)
            {
                return false;
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
            else if (!TransferRest(piece.Base + skip, piece.Length - (nuint)skip, offset + skip, write))
            {
                return false;
            }
            else
            {
                skip = 0;
            }

            offset += piece.Length;
        }

        return true;
    }

    private bool TransferRest(byte* start, nuint length, ulong offset, bool write)
    {
        while (length > 0)
        {
            nint count = write
                ? Libc.pwrite(file.Number, start, length, (long)offset)
                : Libc.pread(file.Number, start, length, (long)offset);
            if (count < 0 && Libc.errno == Errno.EINTR)
            {
                continue;
            }

            // 0 on a read: the file became shorter while it was in use.
            if (count <= 0)
            {
                return false;
            }

            start += count;
            offset += (ulong)count;
            length -= (nuint)count;
        }

        return true;
    }

    // A discard is advice: a file system that cannot punch holes ignores it.
    private bool Discard(BlockRequest request) =>
        Allocate(Libc.FALLOC_FL_PUNCH_HOLE | Libc.FALLOC_FL_KEEP_SIZE, request) || Libc.errno == Errno.EOPNOTSUPP;

    private bool Zero(BlockRequest request)
    {
        int mode = request.MayUnmap ? Libc.FALLOC_FL_PUNCH_HOLE : Libc.FALLOC_FL_ZERO_RANGE;
        if (Allocate(mode | Libc.FALLOC_FL_KEEP_SIZE, request))
        {
            return true;
        }

        ulong offset = request.Offset;
        ulong left = request.Length;
        fixed (byte* zeroes = _zeroes)
        {
            for (; left > 0; offset += LargestZeroes)
            {
                nuint length = (nuint)Math.Min(left, LargestZeroes);
                if (!TransferRest(zeroes, length, offset, write: true))
                {
                    return false;
                }

                left -= length;
            }
        }

        return true;
    }

    private bool Allocate(int mode, BlockRequest request)
    {
        while (Libc.fallocate(file.Number, mode, (long)request.Offset, (long)request.Length) != 0)
        {
            if (Libc.errno != Errno.EINTR)
            {
                return false;
            }
        }

        return true;
    }
}
