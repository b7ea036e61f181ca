namespace KvmSdk.Devices.Virtio;

/// <summary>Feature bits that belong to no device type: virtio 1.2, section 6 "Reserved Feature Bits".</summary>
public static class VirtioFeature
{
    /// <summary>VIRTIO_F_INDIRECT_DESC: a descriptor may point to a table of descriptors.</summary>
    public const ulong IndirectDescriptors = 1UL << 28;

    /// <summary>VIRTIO_F_EVENT_IDX: both sides say from which index on they want to be notified.</summary>
    public const ulong EventIndex = 1UL << 29;

    /// <summary>VIRTIO_F_VERSION_1: no legacy interface. A driver that does not accept it is refused.</summary>
    public const ulong Version1 = 1UL << 32;

    /// <summary>What every device here offers besides its own features.</summary>
    public const ulong Common = IndirectDescriptors | EventIndex | Version1;

    /// <summary>The bits a device type may define for itself: 0 to 23 and 50 to 63.</summary>
    public const ulong DeviceSpecific = 0x00FF_FFFF | (0x3FFFUL << 50);
}
