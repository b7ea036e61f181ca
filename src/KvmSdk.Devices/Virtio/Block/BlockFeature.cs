namespace KvmSdk.Devices.Virtio.Block;

/// <summary>Feature bits of the block device: virtio 1.2, section 5.2.3. Only the ones the device can offer.</summary>
public static class BlockFeature
{
    /// <summary>VIRTIO_BLK_F_SEG_MAX: the configuration says how many pieces a request may have.</summary>
    public const ulong SegmentMax = 1UL << 2;

    /// <summary>VIRTIO_BLK_F_GEOMETRY: the configuration says cylinders, heads and sectors a track, for what still asks for them.</summary>
    public const ulong Geometry = 1UL << 4;

    /// <summary>VIRTIO_BLK_F_RO: nothing can be written.</summary>
    public const ulong ReadOnly = 1UL << 5;

    /// <summary>VIRTIO_BLK_F_BLK_SIZE: the configuration says the block size.</summary>
    public const ulong BlockSize = 1UL << 6;

    /// <summary>VIRTIO_BLK_F_FLUSH: the driver flushes; without it every write has to be durable when it completes.</summary>
    public const ulong Flush = 1UL << 9;

    /// <summary>VIRTIO_BLK_F_TOPOLOGY: the configuration says what the storage writes at least.</summary>
    public const ulong Topology = 1UL << 10;

    /// <summary>VIRTIO_BLK_F_CONFIG_WCE: the driver may choose that every write is durable when it completes.</summary>
    public const ulong ConfigureWriteBack = 1UL << 11;

    /// <summary>VIRTIO_BLK_F_MQ: there is more than one queue.</summary>
    public const ulong MultiQueue = 1UL << 12;

    /// <summary>VIRTIO_BLK_F_DISCARD: ranges can be given up.</summary>
    public const ulong Discard = 1UL << 13;

    /// <summary>VIRTIO_BLK_F_WRITE_ZEROES: ranges can be zeroed without sending zeros.</summary>
    public const ulong WriteZeroes = 1UL << 14;
}
