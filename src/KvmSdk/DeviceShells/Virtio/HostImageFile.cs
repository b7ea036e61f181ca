using KvmSdk.Devices.Images;
using KvmSdk.Devices.Memory;
using KvmSdk.Interop;

namespace KvmSdk.DeviceShells.Virtio;

/// <summary>A file of the host as an image format sees it.</summary>
/// <param name="file">The file, open for as long as this is used.</param>
[HotPath]
internal sealed unsafe class HostImageFile(DiskFile file) : IImageFile
{
    /// <inheritdoc/>
    public ulong Length => file.Length;

    /// <inheritdoc/>
    public ImageResult Read(ulong offset, ReadOnlySpan<IoVector> pieces) => Transfer(offset, pieces, write: false);

    /// <inheritdoc/>
    public ImageResult Write(ulong offset, ReadOnlySpan<IoVector> pieces)
    {
        ulong end = offset;
        foreach (IoVector piece in pieces)
        {
            end += piece.Length;
        }

        ImageResult result = Transfer(offset, pieces, write: true);
        if (result == ImageResult.Ok && end > file.Length)
        {
            file.Publish((long)end);
        }

        return result;
    }

    /// <inheritdoc/>
    public bool TryReadAtOnce(ulong offset, ReadOnlySpan<IoVector> pieces)
    {
        ulong length = 0;
        foreach (IoVector piece in pieces)
        {
            length += piece.Length;
        }

        // SAFETY: the pieces were checked when they were made; IoVector has iovec's layout.
        fixed (IoVector* vectors = pieces)
        {
            return Libc.preadv2(file.Number, (iovec*)vectors, pieces.Length, (long)offset, Libc.RWF_NOWAIT) == (nint)length;
        }
    }

    /// <inheritdoc/>
    public ImageResult Flush()
    {
        while (Libc.fdatasync(file.Number) != 0)
        {
            Errno errno = Libc.errno;
            if (errno != Errno.EINTR)
            {
                return (ImageResult)(int)errno;
            }
        }

        return ImageResult.Ok;
    }

    /// <inheritdoc/>
    public ImageResult SetLength(ulong length)
    {
        while (Libc.ftruncate(file.Number, (long)length) != 0)
        {
            Errno errno = Libc.errno;
            if (errno != Errno.EINTR)
            {
                // A block device has the length that it has.
                return (ImageResult)(int)(errno == Errno.EINVAL ? Errno.ENOSPC : errno);
            }
        }

        file.Publish((long)length);
        return ImageResult.Ok;
    }

    /// <inheritdoc/>
    public void Release(ulong offset, ulong length) =>
        _ = Libc.fallocate(file.Number, Libc.FALLOC_FL_PUNCH_HOLE | Libc.FALLOC_FL_KEEP_SIZE, (long)offset, (long)length);

    /// <summary>All pieces in one call; the rare rest of a call that was cut short, piece by piece.</summary>
    private ImageResult Transfer(ulong offset, ReadOnlySpan<IoVector> pieces, bool write)
    {
        nint count;

        // SAFETY: as in TryReadAtOnce.
        fixed (IoVector* vectors = pieces)
        {
            count = write
                ? Libc.pwritev(file.Number, (iovec*)vectors, pieces.Length, (long)offset)
                : Libc.preadv(file.Number, (iovec*)vectors, pieces.Length, (long)offset);
        }

        if (count < 0)
        {
            Errno errno = Libc.errno;
            if (errno != Errno.EINTR)
            {
                return (ImageResult)(int)errno;
            }

            count = 0;
        }

        ulong skip = (ulong)count;
        foreach (IoVector piece in pieces)
        {
            ulong done = Math.Min(skip, piece.Length);
            skip -= done;
            ImageResult result = TransferRest(piece.Base + done, piece.Length - (nuint)done, offset + done, write);
            if (result != ImageResult.Ok)
            {
                return result;
            }

            offset += piece.Length;
        }

        return ImageResult.Ok;
    }

    private ImageResult TransferRest(byte* start, nuint length, ulong offset, bool write)
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
                    return (ImageResult)(int)errno;
                }
            }
            else if (count == 0)
            {
                // Only where nothing was ever written may a file end.
                if (write || offset < file.Length)
                {
                    return ImageResult.EndedEarly;
                }

                for (; length > 0; length -= (nuint)count, start += count)
                {
                    count = (nint)Math.Min(length, int.MaxValue);

                    // SAFETY: the rest of a piece that was checked when it was made.
                    new Span<byte>(start, (int)count).Clear();
                }
            }
            else
            {
                start += count;
                offset += (ulong)count;
                length -= (nuint)count;
            }
        }

        return ImageResult.Ok;
    }
}
