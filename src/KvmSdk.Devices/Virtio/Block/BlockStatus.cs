namespace KvmSdk.Devices.Virtio.Block;

/// <summary>How a request ended; the first three are what the guest is told (virtio 1.2, section 5.2.6, <c>VIRTIO_BLK_S_*</c>).</summary>
public enum BlockStatus : byte
{
    /// <summary>Done.</summary>
    Ok = 0,

    /// <summary>The device or the driver made an error.</summary>
    IoError = 1,

    /// <summary>The device does not do that.</summary>
    Unsupported = 2,

    /// <summary>Not begun, because it would have to wait and may not; to be submitted again. Never shown to the guest.</summary>
    WouldWait = 0xFE,

    /// <summary>Not ended yet: whoever carries it out calls <see cref="BlockDevice{TBackend}.Complete"/> later. Never shown to the guest.</summary>
    Pending = 0xFF,
}
