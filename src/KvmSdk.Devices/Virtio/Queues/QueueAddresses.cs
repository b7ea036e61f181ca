namespace KvmSdk.Devices.Virtio.Queues;

/// <summary>Where a driver has put the three parts of a split queue, as it said it; unchecked.</summary>
public readonly record struct QueueAddresses
{
    /// <summary>Number of descriptors.</summary>
    public uint Size { get; init; }

    /// <summary>Guest physical address of the descriptor table (the descriptor area).</summary>
    public ulong Descriptors { get; init; }

    /// <summary>Guest physical address of the available ring (the driver area).</summary>
    public ulong Driver { get; init; }

    /// <summary>Guest physical address of the used ring (the device area).</summary>
    public ulong Device { get; init; }
}
