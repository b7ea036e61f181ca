using KvmSdk.Devices.Memory;
using KvmSdk.Devices.Virtio.Block;
using KvmSdk.Interop;

namespace KvmSdk.DeviceShells.Virtio;

/// <summary>
/// Carries block requests out on an image, which another format may read for it. On a raw one: on a vCPU those reads that the host's page cache answers; on the disk's own thread, which may wait, the
/// rest, by a ring where there is one and the request would wait for the storage, else before it returns.
/// </summary>
/// <param name="file">The image.</param>
/// <param name="cells">What the disk has done.</param>
/// <param name="watch">Told of what the host refuses.</param>
/// <param name="ring">Carries requests out beside each other; null if the thread does it all.</param>
/// <param name="qcow2">Carries all requests out instead, if the image is of that format.</param>
[HotPath]
internal readonly unsafe struct FileBackend(DiskFile file, DiskCounterCells cells, DiskWatch watch, DiskRing? ring = null, Qcow2Backend? qcow2 = null) : IBlockBackend
{
    private const int LargestZeroes = 64 * 1024;

    // What a vCPU copies itself: more takes longer than waking the thread, which then works while the guest runs on.
    private const ulong LargestAtOnce = 64 * 1024;

    /// <summary>No error.</summary>
    private const Errno None = 0;

    // Zeros for file systems that cannot zero a range themselves; pinned, so that it needs no pinning later.
    private static readonly byte[] _zeroes = GC.AllocateArray<byte>(LargestZeroes, pinned: true);

    /// <inheritdoc/>
    public ulong CapacitySectors => qcow2 is null ? file.Sectors : qcow2.CapacitySectors;

    /// <inheritdoc/>
    public BlockStatus Submit(BlockRequest request, bool mayWait)
    {
        if (!mayWait)
        {
            BlockStatus outcome = qcow2 is null ? ReadAtOnce(request) : qcow2.Submit(request, mayWait: false);
            if (outcome == BlockStatus.WouldWait)
            {
                cells.Begin(request);
            }

            return outcome;
        }

        cells.Begin(request);
        if (qcow2 is not null)
        {
            return qcow2.Submit(request, mayWait: true);
        }

        return ring is not null && ring.TryStart(request) ? BlockStatus.Pending : End(request, CarryOut(request));
    }

    /// <summary>Carries a request out before it returns.</summary>
    public Errno CarryOut(BlockRequest request)
    {
        Errno errno = request.Operation switch
        {
            BlockOperation.Read => Transfer(request.Buffers, file.Start + request.Offset, write: false),
            BlockOperation.Write => Transfer(request.Buffers, request.Offset, write: true),
            BlockOperation.Flush => Flush(),
            BlockOperation.Discard => Discard(request),
            BlockOperation.WriteZeroes => Zero(request),
            _ => Errno.EINVAL,
        };
        return errno == None && request.Durable ? Flush() : errno;
    }

    /// <summary>Does what the ring has left of a request, of which it did something or nothing.</summary>
    public Errno Complete(BlockRequest request, int result)
    {
        Errno errno = result < 0 ? (Errno)(-result) : None;
        bool isTransfer = request.Operation is BlockOperation.Read or BlockOperation.Write;
        if (errno == None && (!isTransfer || (ulong)result == request.Length))
        {
            if (request.Operation == BlockOperation.Flush)
            {
#pragma warning disable KVM0730 // It allocates only when it ends the machine.
                watch.OnFlush();
#pragma warning restore KVM0730
            }

            return None;
        }

        // Cut short, not begun, or a range that the file system cannot do: the way that knows what to do then.
        return errno is None or Errno.EAGAIN or Errno.EINTR or Errno.ECANCELED or Errno.EOPNOTSUPP ? CarryOut(request) : errno;
    }

    /// <summary>A request has ended: counts it, and tells of what the host refused.</summary>
    public BlockStatus End(BlockRequest request, Errno errno)
    {
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
            nint count = Libc.preadv2(file.Number, (iovec*)pieces, request.Buffers.Length, (long)(file.Start + request.Offset), Libc.RWF_NOWAIT);
            if (count < 0 || (ulong)count < request.Length)
            {
                // Some of it is not in memory, or something is wrong, which the thread will find out.
                return BlockStatus.WouldWait;
            }
        }

        cells.CountAtOnce(request);
        return BlockStatus.Ok;
    }

    private Errno Flush()
    {
        if (file.IsUnsafe)
        {
            return None;
        }

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
        if (!IsAligned(buffers, file.Alignment))
        {
            return TransferByBounce(buffers, offset, write);
        }

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
        if (file.Alignment != 0 && skip < LengthOf(buffers))
        {
            // The rest may begin anywhere.
            return TransferByBounce(buffers, offset, write);
        }

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

    /// <summary>Whether the kernel takes the pieces past the page cache.</summary>
    public static bool IsAligned(ReadOnlySpan<IoVector> buffers, int alignment)
    {
        if (alignment != 0)
        {
            nuint mask = (nuint)alignment - 1;
            foreach (IoVector piece in buffers)
            {
                if ((((nuint)piece.Base | piece.Length) & mask) != 0)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static ulong LengthOf(ReadOnlySpan<IoVector> buffers)
    {
        ulong length = 0;
        foreach (IoVector piece in buffers)
        {
            length += piece.Length;
        }

        return length;
    }

    // Pieces of memory as the guest likes to cut them, by way of memory that the storage takes. The whole request is a multiple of the sector.
    private Errno TransferByBounce(ReadOnlySpan<IoVector> buffers, ulong offset, bool write)
    {
        ulong left = LengthOf(buffers);
        int index = 0;
        nuint at = 0;
        while (left > 0)
        {
            nuint length = (nuint)Math.Min(left, DiskFile.BounceLength);
            Errno errno = None;
            if (!write)
            {
                errno = TransferRest(file.Bounce, length, offset, write: false);
            }

            for (nuint done = 0; errno == None && done < length;)
            {
                IoVector piece = buffers[index];
                nuint part = Math.Min(piece.Length - at, length - done);

                // SAFETY: the piece was checked against guest RAM, and the bounce memory holds length bytes.
                if (write)
                {
                    Buffer.MemoryCopy(piece.Base + at, file.Bounce + done, part, part);
                }
                else
                {
                    Buffer.MemoryCopy(file.Bounce + done, piece.Base + at, part, part);
                }

                done += part;
                at += part;
                if (at == piece.Length)
                {
                    index++;
                    at = 0;
                }
            }

            if (errno == None && write)
            {
                errno = TransferRest(file.Bounce, length, offset, write: true);
            }

            if (errno != None)
            {
                return errno;
            }

            offset += length;
            left -= length;
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
        fixed (byte* pinned = _zeroes)
        {
            byte* zeroes = pinned;
            if (left > 0 && file.Alignment != 0)
            {
                // SAFETY: as long as the array, and aligned.
                new Span<byte>(file.Bounce, LargestZeroes).Clear();
                zeroes = file.Bounce;
            }

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
