namespace KvmSdk.Devices.Virtio;

/// <summary>Device type numbers: virtio 1.2, section 5 "Device Types".</summary>
public static class VirtioDeviceId
{
    /// <summary>Network device, section 5.1.</summary>
    public const uint Net = 1;

    /// <summary>Block device, section 5.2.</summary>
    public const uint Block = 2;

    /// <summary>Console, section 5.3.</summary>
    public const uint Console = 3;

    /// <summary>Entropy source, section 5.4.</summary>
    public const uint Entropy = 4;

    /// <summary>Socket device, section 5.10.</summary>
    public const uint Socket = 19;

    /// <summary>Memory balloon, section 5.5.</summary>
    public const uint Balloon = 5;

    /// <summary>File system device, section 5.11.</summary>
    public const uint FileSystem = 26;

    /// <summary>Persistent memory, section 5.19.</summary>
    public const uint Pmem = 27;
}
