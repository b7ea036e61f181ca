namespace KvmSdk.Devices.Virtio.Entropy;

/// <summary>What an entropy device has done. Written by whoever drives the device; a reader needs no lock, and may be a request behind.</summary>
[HotPath]
public sealed class EntropyTraffic
{
    private ulong _requests;
    private ulong _bytes;
    private ulong _waits;

    /// <summary>Requests answered.</summary>
    public ulong Requests => Volatile.Read(ref _requests);

    /// <summary>Random bytes given.</summary>
    public ulong Bytes => Volatile.Read(ref _bytes);

    /// <summary>How often the device waited for its limit, whether there was a request already or not.</summary>
    public ulong Waits => Volatile.Read(ref _waits);

    internal void Filled(uint bytes)
    {
        _requests++;
        _bytes += bytes;
    }

    internal void Waited() => _waits++;
}
