using KvmSdk.Devices.Virtio.Queues;

namespace KvmSdk.Devices.Virtio.Block;

// From the guest's bytes to an operation with checked operands, and from an outcome back to the guest's bytes.
public sealed unsafe partial class BlockDevice<TBackend>
{
    private void Start(SplitQueue queue, BlockRequest request, bool mayWait)
    {
        _freeCount--;
        request.InFlight = true;
        request.HasWaited = false;
        request.Epoch = _epoch;
        if (!request.Chain.TryCutLastByte(out byte* status))
        {
            // Without a place for the status there is nobody to tell; the head goes back all the same.
            queue.Push(request.Chain.Head, 0);
            Release(request);
            _limiter?.Take(0, _pacemaker!.Now);
            return;
        }

        request.StatusByte = status;
        BlockStatus outcome = Prepare(request, out bool submit);
        if (_limiter is not null) _limiter.Take(request.Moved, _pacemaker!.Now);
        if (submit) Submit(request, mayWait);
        else Finish(request, outcome);
    }

    private void StartWaiting()
    {
        // What completes meanwhile may not enter the list: only a call that may not wait does that.
        int count = _waitingCount;
        _waitingCount = 0;
        for (int i = 0; i < count; i++) Submit(_waiting[i], mayWait: true);
    }

    private void Submit(BlockRequest request, bool mayWait)
    {
        BlockStatus outcome = _backend.Submit(request, mayWait);
        if (outcome == BlockStatus.Pending) return;
        if (outcome == BlockStatus.WouldWait && !mayWait)
        {
            request.HasWaited = true;
            _waiting[_waitingCount++] = request;
            return;
        }

        Finish(request, outcome == BlockStatus.WouldWait ? BlockStatus.IoError : outcome);
        // A backend that works while we wait may take long over each request, so each is announced by itself.
        if (mayWait) SignalUsed(request.Queue);
    }

    private void Finish(BlockRequest request, BlockStatus status)
    {
        if (request.Epoch == _epoch && _queues[request.Queue] is { IsActive: true } queue)
        {
            // SAFETY: the byte lies in guest RAM, checked when the chain was taken; epoch and queue say that the chain is still ours.
            *request.StatusByte = (byte)status;
            queue.Push(request.Chain.Head, Written(request, status));
        }

        Release(request);
    }

    private void Release(BlockRequest request)
    {
        request.InFlight = false;
        _free[_freeCount++] = request;
    }

    // What the driver may look at is a prefix of the writable part (section 2.7.8.2), and the status comes last: after a
    // failed read the prefix is empty, although the status is there.
    private static uint Written(BlockRequest request, BlockStatus status)
    {
        ulong data = request.Chain.WritableLength;
        ulong filled = status == BlockStatus.Ok ? request.Filled : 0;
        return (uint)Math.Min(filled == data ? data + 1 : filled, uint.MaxValue);
    }

    private BlockStatus Prepare(BlockRequest request, out bool submit)
    {
        submit = false;
        request.Offset = request.Length = request.Filled = 0;
        request.Durable = request.MayUnmap = false;
        if (!request.Chain.TryTake(out BlockRequestHeader header)) return BlockStatus.IoError;
        switch (header.Type)
        {
            case BlockFormat.In: return PrepareTransfer(request, BlockOperation.Read, header.Sector, out submit);
            case BlockFormat.Out when _options.ReadOnly: return BlockStatus.IoError;
            case BlockFormat.Out: return PrepareTransfer(request, BlockOperation.Write, header.Sector, out submit);
            case BlockFormat.Flush:
                request.Operation = BlockOperation.Flush;
                submit = true;
                return BlockStatus.Ok;
            case BlockFormat.GetId:
                request.Filled = (uint)request.Chain.Write(_id);
                return BlockStatus.Ok;
            case BlockFormat.Discard when (_features & BlockFeature.Discard) != 0:
                return PrepareRange(request, BlockOperation.Discard, unmapAllowed: false, out submit);
            case BlockFormat.WriteZeroes when (_features & BlockFeature.WriteZeroes) != 0:
                return PrepareRange(request, BlockOperation.WriteZeroes, unmapAllowed: true, out submit);
            default: return BlockStatus.Unsupported;
        }
    }

    private BlockStatus PrepareTransfer(BlockRequest request, BlockOperation operation, ulong sector, out bool submit)
    {
        bool read = operation == BlockOperation.Read;
        ulong length = read ? request.Chain.WritableLength : request.Chain.ReadableLength;
        submit = false;
        if (length % BlockFormat.SectorSize != 0 || !IsInside(sector, length / BlockFormat.SectorSize)) return BlockStatus.IoError;
        request.Operation = operation;
        request.Offset = sector * BlockFormat.SectorSize;
        request.Length = length;
        request.Filled = read ? length : 0;
        request.Durable = !read && WritesThrough;
        // Nothing to move is done at once.
        submit = length != 0;
        return BlockStatus.Ok;
    }

    private BlockStatus PrepareRange(BlockRequest request, BlockOperation operation, bool unmapAllowed, out bool submit)
    {
        submit = false;
        if (!request.Chain.TryTake(out BlockRange range)) return BlockStatus.IoError;
        if ((range.Flags & ~(unmapAllowed ? BlockFormat.FlagUnmap : 0)) != 0) return BlockStatus.Unsupported;
        // More than one range was never offered.
        if (request.Chain.ReadableLength != 0) return BlockStatus.IoError;
        if (range.SectorCount > BlockFormat.LargestRange || !IsInside(range.Sector, range.SectorCount)) return BlockStatus.IoError;
        request.Operation = operation;
        request.Offset = range.Sector * BlockFormat.SectorSize;
        request.Length = (ulong)range.SectorCount * BlockFormat.SectorSize;
        // Zeros are data; a discard is advice, and need not outlive anything.
        request.Durable = operation == BlockOperation.WriteZeroes && WritesThrough;
        request.MayUnmap = (range.Flags & BlockFormat.FlagUnmap) != 0;
        submit = range.SectorCount != 0;
        return BlockStatus.Ok;
    }

    // In sectors and by subtraction, so that nothing overflows; a capacity below 2^54 then keeps byte offsets below 2^63.
    private bool IsInside(ulong sector, ulong count) =>
        sector <= _configuration.Capacity && count <= _configuration.Capacity - sector;
}
