namespace KvmSdk.Devices.Virtio.Console;

/// <summary>Feature bits of the console device: virtio 1.2, section 5.3.3.</summary>
public static class ConsoleFeature
{
    /// <summary>VIRTIO_CONSOLE_F_SIZE: the configuration says how large the console is.</summary>
    public const ulong Size = 1UL << 0;

    /// <summary>VIRTIO_CONSOLE_F_MULTIPORT: there are ports beside the first, and queues for control.</summary>
    public const ulong MultiPort = 1UL << 1;

    /// <summary>VIRTIO_CONSOLE_F_EMERG_WRITE: a byte written to the configuration is output, at any time.</summary>
    public const ulong EmergencyWrite = 1UL << 2;
}
