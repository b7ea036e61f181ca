using static KvmSdk.Interop.Ioc;

namespace KvmSdk.Interop;

/// <summary>Requests to a device in the kernel that serves virtio queues (<c>linux/vhost.h</c>).</summary>
[HotPath]
public static class VhostIoctl
{
    /// <summary>The <c>type</c> byte of every vhost ioctl.</summary>
    public const uint VHOST_VIRTIO = 0xAF;

    /// <summary>Reads the features that the device can do, a <see cref="ulong"/>.</summary>
    public static uint VHOST_GET_FEATURES => _IOR<ulong>(VHOST_VIRTIO, 0x00);

    /// <summary>Sets the features that driver and device agreed on, a <see cref="ulong"/>.</summary>
    public static uint VHOST_SET_FEATURES => _IOW<ulong>(VHOST_VIRTIO, 0x00);

    /// <summary>Makes this process the one whose memory the device uses. No argument.</summary>
    public static uint VHOST_SET_OWNER => _IO(VHOST_VIRTIO, 0x01);

    /// <summary>Says where in this process guest memory lies.</summary>
    public static uint VHOST_SET_MEM_TABLE => _IOW<vhost_memory>(VHOST_VIRTIO, 0x03);

    /// <summary>Sets the size of a queue.</summary>
    public static uint VHOST_SET_VRING_NUM => _IOW<vhost_vring_state>(VHOST_VIRTIO, 0x10);

    /// <summary>Says where in this process a queue lies.</summary>
    public static uint VHOST_SET_VRING_ADDR => _IOW<vhost_vring_addr>(VHOST_VIRTIO, 0x11);

    /// <summary>Sets the index of the next chain that the device takes.</summary>
    public static uint VHOST_SET_VRING_BASE => _IOW<vhost_vring_state>(VHOST_VIRTIO, 0x12);

    /// <summary>Reads the index of the next chain that the device would take.</summary>
    public static uint VHOST_GET_VRING_BASE => _IOWR<vhost_vring_state>(VHOST_VIRTIO, 0x12);

    /// <summary>Names the eventfd by which the driver notifies.</summary>
    public static uint VHOST_SET_VRING_KICK => _IOW<vhost_vring_file>(VHOST_VIRTIO, 0x20);

    /// <summary>Names the eventfd by which the device interrupts.</summary>
    public static uint VHOST_SET_VRING_CALL => _IOW<vhost_vring_file>(VHOST_VIRTIO, 0x21);

    /// <summary>Names the eventfd by which the device says that a queue is broken.</summary>
    public static uint VHOST_SET_VRING_ERR => _IOW<vhost_vring_file>(VHOST_VIRTIO, 0x22);

    /// <summary>Of /dev/vhost-net: the tap's descriptor that a queue is served by, or -1: then the queue is not served when the call returns.</summary>
    public static uint VHOST_NET_SET_BACKEND => _IOW<vhost_vring_file>(VHOST_VIRTIO, 0x30);

    /// <summary>Of /dev/vhost-vsock: sets the guest's address, a <see cref="ulong"/>. No other guest of the host may have it.</summary>
    public static uint VHOST_VSOCK_SET_GUEST_CID => _IOW<ulong>(VHOST_VIRTIO, 0x60);

    /// <summary>Of /dev/vhost-vsock: starts serving the queues (1) or stops (0), an <see cref="int"/>.</summary>
    public static uint VHOST_VSOCK_SET_RUNNING => _IOW<int>(VHOST_VIRTIO, 0x61);
}
