namespace KvmSdk.Devices.Virtio;

/// <summary>Bits of the device status field: virtio 1.2, section 2.1.</summary>
public static class VirtioStatus
{
    /// <summary>The guest has found the device.</summary>
    public const uint Acknowledge = 1;

    /// <summary>The guest has a driver for it.</summary>
    public const uint Driver = 2;

    /// <summary>The driver is set up: the device may use its queues.</summary>
    public const uint DriverOk = 4;

    /// <summary>The driver has chosen its features, and the device agrees.</summary>
    public const uint FeaturesOk = 8;

    /// <summary>The device has met something it cannot recover from; only a reset helps.</summary>
    public const uint NeedsReset = 64;

    /// <summary>The guest has given up on the device.</summary>
    public const uint Failed = 128;

    /// <summary>The bits a driver may set.</summary>
    public const uint SetByDriver = Acknowledge | Driver | DriverOk | FeaturesOk | Failed;
}
