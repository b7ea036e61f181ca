namespace KvmSdk.Devices.Virtio;

/// <summary>Device type numbers: virtio 1.2, section 5 "Device Types".</summary>
public static class VirtioDeviceId
{
    /// <summary>Block device, section 5.2.</summary>
    public const uint Block = 2;

    /// <summary>Entropy source, section 5.4.</summary>
    public const uint Entropy = 4;
}
