using KvmSdk.Devices.Virtio.Block;

namespace KvmSdk.DeviceShells.Virtio;

/// <summary>The counters of one disk. Written under the device's lock; a reader takes none, and may be a request behind.</summary>
internal sealed class DiskCounterCells
{
    private ulong _reads;
    private ulong _writes;
    private ulong _flushes;
    private ulong _bytesRead;
    private ulong _bytesWritten;
    private ulong _errors;

    /// <summary>The values now.</summary>
    public DiskCounters Read() => new(
        Volatile.Read(ref _reads), Volatile.Read(ref _writes), Volatile.Read(ref _flushes),
        Volatile.Read(ref _bytesRead), Volatile.Read(ref _bytesWritten), Volatile.Read(ref _errors));

    /// <summary>Counts a request that has ended.</summary>
    [HotPath]
    public void Count(BlockRequest request, bool succeeded)
    {
        switch (request.Operation)
        {
            case BlockOperation.Read:
                _reads++;
                _bytesRead += request.Length;
                break;
            case BlockOperation.Flush:
                _flushes++;
                break;
            default:
                _writes++;
                _bytesWritten += request.Length;
                break;
        }

        _errors += succeeded ? 0UL : 1;
    }
}
