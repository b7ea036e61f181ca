namespace KvmSdk.Devices.Virtio.Socket;

// Why no connections: the other halves of them lie in other programs, whose state nobody saves. The guest is told that its connections
// are gone (VIRTIO_VSOCK_EVENT_TRANSPORT_RESET), which a driver has to be able to hear; sockets that listen stay.

/// <summary>What a socket device remembers over a snapshot; see <see cref="SocketDevice{THost}.Save"/>.</summary>
public readonly record struct SocketState
{
    /// <summary>The guest's address.</summary>
    public uint GuestCid { get; init; }

    /// <summary>The port that the next connection from the host gets.</summary>
    public uint NextHostPort { get; init; }
}
