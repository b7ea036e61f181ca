namespace KvmSdk.Devices.Virtio.Balloon;

/// <summary>What a balloon has done. Written by whoever drives the device; a reader needs no lock, and may be a request behind.</summary>
[HotPath]
public sealed class BalloonTraffic
{
    private ulong _bytesInflated;
    private ulong _bytesDeflated;
    private ulong _bytesReported;
    private ulong _hostCalls;
    private ulong _refused;
    private ulong _hostErrors;

    /// <summary>Bytes that the guest put into the balloon and the host took.</summary>
    public ulong BytesInflated => Volatile.Read(ref _bytesInflated);

    /// <summary>Bytes that the guest took out of it again.</summary>
    public ulong BytesDeflated => Volatile.Read(ref _bytesDeflated);

    /// <summary>Bytes that the guest reported as free and the host took.</summary>
    public ulong BytesReported => Volatile.Read(ref _bytesReported);

    /// <summary>Calls to the host that this took: neighbours go in one.</summary>
    public ulong HostCalls => Volatile.Read(ref _hostCalls);

    /// <summary>Pages and ranges of the guest's that are not its to give: outside RAM, or kept.</summary>
    public ulong Refused => Volatile.Read(ref _refused);

    /// <summary>Calls that the host refused.</summary>
    public ulong HostErrors => Volatile.Read(ref _hostErrors);

    internal void Inflated(ulong bytes) => _bytesInflated += bytes;

    internal void Deflated(ulong bytes) => _bytesDeflated += bytes;

    internal void Reported(ulong bytes) => _bytesReported += bytes;

    internal void Called(bool succeeded)
    {
        _hostCalls++;
        _hostErrors += succeeded ? 0UL : 1;
    }

    internal void RefusedSome(ulong count) => _refused += count;
}
