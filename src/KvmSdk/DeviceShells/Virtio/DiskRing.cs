// What goes by the ring, and why not all of it: what waits for the storage (reads that the page cache has not, everything past the page cache, syncs,
// ranges, writes that have to be durable), so that it waits beside other requests. A plain write into the page cache is a copy; the kernel would hand
// it to a worker thread of the ring's, since few file systems can say beforehand that it will not wait, and a hand-over costs more than the copy.
//
//   TryStart ─► entry ─► Submit, once a turn ─► kernel ─► completion ─► doorbell ─► TryTake
//
// All on the disk's thread, whose task the kernel's completions belong to; a vCPU that resets the device only waits, under the device's lock.

using KvmSdk.Devices.Virtio.Block;
using KvmSdk.Interop;
using KvmSdk.Kernel;

namespace KvmSdk.DeviceShells.Virtio;

/// <summary>Carries a disk's requests out by io_uring. Serialised by the device's lock.</summary>
internal sealed unsafe class DiskRing : IDisposable
{
    private readonly DiskFile _file;
    private readonly IoUring _ring;
    private readonly BlockRequest?[] _underWay;
    private readonly BlockRequest[] _turn;
    private int _turnCount;
    private int _count;

    /// <summary>Takes over a ring.</summary>
    /// <param name="file">The image.</param>
    /// <param name="ring">Has a place for every request.</param>
    /// <param name="requests">The most requests that are under way at once.</param>
    public DiskRing(DiskFile file, IoUring ring, int requests)
    {
        _file = file;
        _ring = ring;
        _underWay = new BlockRequest?[requests];
        _turn = new BlockRequest[requests];
    }

    /// <summary>Requests that the kernel has, or is about to get.</summary>
    [HotPath]
    public int Count => _count;

    /// <summary>Fills in an entry for a request, if the ring is the place for it. <see cref="Submit"/> has to follow.</summary>
    [HotPath]
    public bool TryStart(BlockRequest request)
    {
        bool isDurableRange = request.Durable && request.Operation == BlockOperation.WriteZeroes;
        bool isCopy = request.Operation == BlockOperation.Write && _file.Alignment == 0 && (!request.Durable || _file.IsUnsafe);
        if (isCopy || isDurableRange || (request.Operation == BlockOperation.Flush && _file.IsUnsafe) || !FileBackend.IsAligned(request.Buffers, _file.Alignment))
        {
            return false;
        }

        io_uring_sqe* entry = _ring.NextEntry();
        if (entry is null)
        {
            return false;
        }

        entry->fd = _file.Number;
        entry->off = _file.Start + request.Offset;
        entry->user_data = (ulong)request.Index;
        switch (request.Operation)
        {
            case BlockOperation.Read:
            case BlockOperation.Write:
                bool write = request.Operation == BlockOperation.Write;
                entry->opcode = write ? Libc.IORING_OP_WRITEV : Libc.IORING_OP_READV;
                entry->rw_flags = request.Durable && !_file.IsUnsafe ? (uint)Libc.RWF_DSYNC : 0;
                entry->len = (uint)request.Buffers.Length;

                // SAFETY: the array behind the pieces is pinned, and the request is the backend's until it has ended.
                fixed (void* pieces = request.Buffers)
                {
                    entry->addr = (ulong)pieces;
                }

                break;
            case BlockOperation.Flush:
                entry->opcode = Libc.IORING_OP_FSYNC;
                entry->off = 0;
                entry->fsync_flags = Libc.IORING_FSYNC_DATASYNC;
                break;
            default:
                bool unmap = request.Operation == BlockOperation.Discard || request.MayUnmap;
                entry->opcode = Libc.IORING_OP_FALLOCATE;
                entry->addr = request.Length;
                entry->len = (uint)(Libc.FALLOC_FL_KEEP_SIZE | (unmap ? Libc.FALLOC_FL_PUNCH_HOLE : Libc.FALLOC_FL_ZERO_RANGE));
                break;
        }

        _underWay[request.Index] = request;
        _turn[_turnCount++] = request;
        _count++;
        return true;
    }

    /// <summary>Gives the kernel what this turn has filled in.</summary>
    /// <param name="refused">A request that the kernel has no memory for, which the caller carries out itself; then call again.</param>
    /// <returns>Whether there is none.</returns>
    [HotPath]
    public bool Submit(out BlockRequest refused)
    {
        refused = null!;
        if (_turnCount == 0)
        {
            return true;
        }

        if (_ring.Submit())
        {
            _turnCount = 0;
            return true;
        }

        // The kernel takes entries in their order, so what is left is the end of them.
        _ring.DropLast();
        refused = _turn[--_turnCount];
        Forget(refused);
        return false;
    }

    /// <summary>Takes one request that has ended.</summary>
    /// <param name="request">The request.</param>
    /// <param name="result">What the system call would have returned, or the error number negated.</param>
    [HotPath]
    public bool TryTake(out BlockRequest request, out int result)
    {
        request = null!;
        if (!_ring.TryReap(out ulong index, out result))
        {
            return false;
        }

        request = _underWay[(int)index]!;
        Forget(request);
        return true;
    }

    /// <summary>Waits for a request to end; with a signal perhaps for none.</summary>
    [HotPath]
    public void Wait() => _ring.Wait();

    /// <summary>Waits for what the kernel has, since it works in memory that is about to go, and gives the ring back.</summary>
    public void Dispose()
    {
        // What the kernel was not given it must not get any more: the file may be closed by now.
        for (; _turnCount > 0 && _ring.HasUnsubmitted; _turnCount--)
        {
            _ring.DropLast();
            Forget(_turn[_turnCount - 1]);
        }

        while (_count > 0)
        {
            if (!TryTake(out _, out _))
            {
                _ring.Wait();
            }
        }

        _ring.Dispose();
    }

    [HotPath]
    private void Forget(BlockRequest request)
    {
        _underWay[request.Index] = null;
        _count--;
    }
}
