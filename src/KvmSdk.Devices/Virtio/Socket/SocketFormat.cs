using System.Runtime.InteropServices;

namespace KvmSdk.Devices.Virtio.Socket;

// What goes over the queues and stands in the configuration space, as linux/virtio_vsock.h lays it out. All little-endian.

/// <summary>Sizes and numbers of the socket protocol: virtio 1.2, section 5.10.</summary>
public static class SocketFormat
{
    /// <summary>Bytes of the header before every packet (<c>struct virtio_vsock_hdr</c>).</summary>
    public const int HeaderSize = 44;

    /// <summary>The address of the host (<c>VMADDR_CID_HOST</c>).</summary>
    public const ulong HostCid = 2;

    /// <summary>The most bytes of a packet to the guest: Linux's own limit (<c>VIRTIO_VSOCK_MAX_PKT_BUF_SIZE</c>).</summary>
    public const int LargestPayload = 64 * 1024;

    /// <summary>VIRTIO_VSOCK_F_STREAM: sockets of type stream.</summary>
    public const ulong StreamFeature = 1UL << 0;

    /// <summary>VIRTIO_VSOCK_TYPE_STREAM.</summary>
    internal const ushort Stream = 1;

    /// <summary>VIRTIO_VSOCK_EVENT_TRANSPORT_RESET: the guest's connections are gone, and its address may be another.</summary>
    internal const uint TransportReset = 0;
}

/// <summary>VIRTIO_VSOCK_OP_*: what a packet is about.</summary>
internal enum SocketOperation : ushort
{
    Invalid = 0,
    Request = 1,
    Response = 2,
    Reset = 3,
    Shutdown = 4,
    Data = 5,
    CreditUpdate = 6,
    CreditRequest = 7,
}

/// <summary>VIRTIO_VSOCK_SHUTDOWN_*: what the sender of a packet will do no more.</summary>
[Flags]
public enum SocketShutdown
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It takes no more bytes.</summary>
    Receive = 1,

    /// <summary>It sends no more bytes.</summary>
    Send = 2,

    /// <summary>Neither.</summary>
    Both = Receive | Send,
}

/// <summary><c>struct virtio_vsock_hdr</c>.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct SocketHeader
{
    public ulong SourceCid;
    public ulong DestinationCid;
    public uint SourcePort;
    public uint DestinationPort;
    public uint Length;
    public ushort Type;
    public SocketOperation Operation;
    public uint Flags;
    public uint BufferSize;
    public uint Forwarded;
}
