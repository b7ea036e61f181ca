using KvmSdk.Devices.Limits;

namespace KvmSdk.Devices.Virtio.Block;

/// <summary>Everything a block device remembers besides its queues and its disk, as values; see <see cref="BlockDevice{TBackend}.Save"/>.</summary>
public readonly record struct BlockState
{
    /// <summary>Whether writes need a flush to be durable; the driver's choice.</summary>
    public bool WriteBack { get; init; }

    /// <summary>What the limit of rate remembers; all zeros without one.</summary>
    public RateLimiterState Limits { get; init; }
}
