namespace KvmSdk.Devices.Virtio.Mmio;

/// <summary>Register offsets of virtio over MMIO: virtio 1.2, section 4.2.2; <c>VIRTIO_MMIO_*</c> of <c>linux/virtio_mmio.h</c>.</summary>
public static class MmioRegister
{
    /// <summary>Bytes of the window that the registers themselves need; the rest is configuration space.</summary>
    public const uint Configuration = 0x100;

    /// <summary>Reads <see cref="MagicValue"/>.</summary>
    public const uint Magic = 0x000;

    /// <summary>Reads <see cref="VersionValue"/>.</summary>
    public const uint Version = 0x004;

    /// <summary>Device type.</summary>
    public const uint DeviceId = 0x008;

    /// <summary>Reads <see cref="VendorIdValue"/>.</summary>
    public const uint VendorId = 0x00C;

    /// <summary>The 32 offered feature bits that <see cref="DeviceFeaturesSelect"/> selects.</summary>
    public const uint DeviceFeatures = 0x010;

    /// <summary>Selects feature bits 0 to 31 (0) or 32 to 63 (1) to read.</summary>
    public const uint DeviceFeaturesSelect = 0x014;

    /// <summary>The 32 accepted feature bits that <see cref="DriverFeaturesSelect"/> selects.</summary>
    public const uint DriverFeatures = 0x020;

    /// <summary>Selects feature bits 0 to 31 (0) or 32 to 63 (1) to write.</summary>
    public const uint DriverFeaturesSelect = 0x024;

    /// <summary>Selects the queue that the queue registers mean.</summary>
    public const uint QueueSelect = 0x030;

    /// <summary>Largest size of the selected queue; 0 when there is no such queue.</summary>
    public const uint QueueSizeMax = 0x034;

    /// <summary>Size of the selected queue.</summary>
    public const uint QueueSize = 0x038;

    /// <summary>Written as 1: the selected queue is ready; as 0: it is to stop.</summary>
    public const uint QueueReady = 0x044;

    /// <summary>Written with a queue's index: it has new buffers.</summary>
    public const uint QueueNotify = 0x050;

    /// <summary>Why the interrupt came: <see cref="InterruptUsed"/>, <see cref="InterruptConfiguration"/>.</summary>
    public const uint InterruptStatus = 0x060;

    /// <summary>Clears the bits written as 1.</summary>
    public const uint InterruptAcknowledge = 0x064;

    /// <summary>Bits of <see cref="VirtioStatus"/>; written as 0: reset.</summary>
    public const uint Status = 0x070;

    /// <summary>Descriptor area of the selected queue, low half.</summary>
    public const uint QueueDescriptorsLow = 0x080;

    /// <summary>Descriptor area, high half.</summary>
    public const uint QueueDescriptorsHigh = 0x084;

    /// <summary>Driver area (available ring), low half.</summary>
    public const uint QueueDriverLow = 0x090;

    /// <summary>Driver area, high half.</summary>
    public const uint QueueDriverHigh = 0x094;

    /// <summary>Device area (used ring), low half.</summary>
    public const uint QueueDeviceLow = 0x0A0;

    /// <summary>Device area, high half.</summary>
    public const uint QueueDeviceHigh = 0x0A4;

    /// <summary>First of the four registers of shared memory regions, of which these devices have none: they read as all ones.</summary>
    public const uint SharedMemoryFirst = 0x0B0;

    /// <summary>Last of the four.</summary>
    public const uint SharedMemoryLast = 0x0BC;

    /// <summary>Changes when the configuration space changes.</summary>
    public const uint ConfigurationGeneration = 0x0FC;

    /// <summary>"virt", little-endian.</summary>
    public const uint MagicValue = 0x7472_6976;

    /// <summary>2: no legacy interface.</summary>
    public const uint VersionValue = 2;

    /// <summary>"KVMS", little-endian; drivers do not look at it.</summary>
    public const uint VendorIdValue = 0x534D_564B;

    /// <summary>A queue has used buffers.</summary>
    public const uint InterruptUsed = 1;

    /// <summary>The configuration has changed, or the device needs a reset.</summary>
    public const uint InterruptConfiguration = 2;
}
