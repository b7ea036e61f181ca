namespace KvmSdk.Devices.Virtio.Net;

/// <summary>What went through a network device. Written by whoever drives the device; a reader needs no lock, and may be a frame behind.</summary>
[HotPath]
public sealed class NetTraffic
{
    private ulong _framesReceived;
    private ulong _bytesReceived;
    private ulong _receiveDrops;
    private ulong _framesSent;
    private ulong _bytesSent;
    private ulong _sendDrops;
    private ulong _sendErrors;

    /// <summary>Frames given to the guest.</summary>
    public ulong FramesReceived => Volatile.Read(ref _framesReceived);

    /// <summary>Their bytes, without the header of virtio.</summary>
    public ulong BytesReceived => Volatile.Read(ref _bytesReceived);

    /// <summary>Frames for the guest that were longer than its buffers, or in a form that it does not take.</summary>
    public ulong ReceiveDrops => Volatile.Read(ref _receiveDrops);

    /// <summary>Frames of the guest that the network took.</summary>
    public ulong FramesSent => Volatile.Read(ref _framesSent);

    /// <summary>Their bytes, without the header of virtio.</summary>
    public ulong BytesSent => Volatile.Read(ref _bytesSent);

    /// <summary>Frames of the guest that the network refused, or that were sent while the link was down.</summary>
    public ulong SendDrops => Volatile.Read(ref _sendDrops);

    /// <summary>Frames of the guest that are none: too short, too long, or with a header that asks for what was not agreed on.</summary>
    public ulong SendErrors => Volatile.Read(ref _sendErrors);

    internal void Received(ulong bytes)
    {
        _framesReceived++;
        _bytesReceived += bytes;
    }

    internal void DroppedReceived() => _receiveDrops++;

    internal void Sent(ulong bytes)
    {
        _framesSent++;
        _bytesSent += bytes;
    }

    internal void DroppedSent() => _sendDrops++;

    internal void RefusedSent() => _sendErrors++;
}
