namespace KvmSdk.Devices.Virtio.Net;

// Why plain values only: a snapshot is a file, and a file can say anything. Receive buffers that the device holds are none of them,
// because saving gives those back to the driver's queue, whose state is the transport's to keep.

/// <summary>What a network device remembers besides its queues, as values; see <see cref="NetworkDevice{TBackend}.Save"/>.</summary>
public readonly record struct NetState
{
    /// <summary>Whether the link is up.</summary>
    public bool IsLinkUp { get; init; }

    /// <summary>How many pairs of queues the driver uses: 1 to as many as there are.</summary>
    public int ActivePairs { get; init; }
}
