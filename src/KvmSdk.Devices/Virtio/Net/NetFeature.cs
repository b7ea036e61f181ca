namespace KvmSdk.Devices.Virtio.Net;

/// <summary>Feature bits of the network device: virtio 1.2, section 5.1.3. Only the ones the device can offer.</summary>
public static class NetFeature
{
    /// <summary>VIRTIO_NET_F_CSUM: the device completes checksums that the driver leaves open.</summary>
    public const ulong Checksum = 1UL << 0;

    /// <summary>VIRTIO_NET_F_GUEST_CSUM: the driver takes frames whose checksum is left open.</summary>
    public const ulong GuestChecksum = 1UL << 1;

    /// <summary>VIRTIO_NET_F_MTU: the configuration says the largest packet.</summary>
    public const ulong Mtu = 1UL << 3;

    /// <summary>VIRTIO_NET_F_MAC: the configuration says the address.</summary>
    public const ulong Mac = 1UL << 5;

    /// <summary>VIRTIO_NET_F_GUEST_TSO4: the driver takes TCP segments over IPv4 that are not cut yet.</summary>
    public const ulong GuestTso4 = 1UL << 7;

    /// <summary>VIRTIO_NET_F_GUEST_TSO6: the driver takes TCP segments over IPv6 that are not cut yet.</summary>
    public const ulong GuestTso6 = 1UL << 8;

    /// <summary>VIRTIO_NET_F_HOST_TSO4: the device cuts TCP segments over IPv4.</summary>
    public const ulong HostTso4 = 1UL << 11;

    /// <summary>VIRTIO_NET_F_HOST_TSO6: the device cuts TCP segments over IPv6.</summary>
    public const ulong HostTso6 = 1UL << 12;

    /// <summary>VIRTIO_NET_F_MRG_RXBUF: a frame may fill several receive buffers.</summary>
    public const ulong MergeableBuffers = 1UL << 15;

    /// <summary>VIRTIO_NET_F_STATUS: the configuration says whether the link is up.</summary>
    public const ulong Status = 1UL << 16;

    /// <summary>VIRTIO_NET_F_CTRL_VQ: there is a control queue.</summary>
    public const ulong ControlQueue = 1UL << 17;

    /// <summary>VIRTIO_NET_F_MQ: there are several pairs of queues, and the driver says how many it uses.</summary>
    public const ulong Multiqueue = 1UL << 22;

    /// <summary>What the driver takes that not every driver does.</summary>
    public const ulong GuestOffloads = GuestChecksum | GuestTso4 | GuestTso6;

    /// <summary>What the device takes that not every device does.</summary>
    public const ulong HostOffloads = Checksum | HostTso4 | HostTso6;
}
