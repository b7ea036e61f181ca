namespace KvmSdk.Devices.Virtio.Socket;

/// <summary>What went through a socket device. Written by whoever drives the device; a reader needs no lock, and may be a packet behind.</summary>
[HotPath]
public sealed class SocketTraffic
{
    private ulong _fromGuest;
    private ulong _fromHost;
    private ulong _refused;
    private ulong _packetsReceived;
    private ulong _bytesReceived;
    private ulong _packetsSent;
    private ulong _bytesSent;
    private ulong _resets;
    private ulong _errors;

    /// <summary>Connections that the guest asked for and got.</summary>
    public ulong ConnectionsFromGuest => Volatile.Read(ref _fromGuest);

    /// <summary>Connections that the host asked for and got.</summary>
    public ulong ConnectionsFromHost => Volatile.Read(ref _fromHost);

    /// <summary>Connections that either side asked for and did not get.</summary>
    public ulong ConnectionsRefused => Volatile.Read(ref _refused);

    /// <summary>Packets given to the guest, those without bytes too.</summary>
    public ulong PacketsReceived => Volatile.Read(ref _packetsReceived);

    /// <summary>Bytes given to the guest.</summary>
    public ulong BytesReceived => Volatile.Read(ref _bytesReceived);

    /// <summary>Packets that the guest sent, those without bytes too.</summary>
    public ulong PacketsSent => Volatile.Read(ref _packetsSent);

    /// <summary>Bytes that the guest sent.</summary>
    public ulong BytesSent => Volatile.Read(ref _bytesSent);

    /// <summary>Connections that one side broke off, or that were gone when the other side used them.</summary>
    public ulong Resets => Volatile.Read(ref _resets);

    /// <summary>Packets of the guest that broke a rule.</summary>
    public ulong Errors => Volatile.Read(ref _errors);

    internal void Accepted(bool fromGuest)
    {
        if (fromGuest) _fromGuest++;
        else _fromHost++;
    }

    internal void Refused() => _refused++;

    internal void Received(int bytes)
    {
        _packetsReceived++;
        _bytesReceived += (ulong)bytes;
    }

    internal void SentPacket() => _packetsSent++;

    internal void SentBytes(int bytes) => _bytesSent += (ulong)bytes;

    internal void Reset() => _resets++;

    internal void Error() => _errors++;
}
