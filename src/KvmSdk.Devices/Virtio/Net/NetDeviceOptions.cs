namespace KvmSdk.Devices.Virtio.Net;

/// <summary>What a network device offers its guest.</summary>
public sealed record NetDeviceOptions
{
    /// <summary>The most pairs of queues that a device can have.</summary>
    public const int MaxQueuePairs = 16;

    /// <summary>The station's address: six bytes, the first on the wire most significant.</summary>
    public ulong Mac { get; init; }

    /// <summary>The largest packet, 68 to 65535 bytes, or 0 to say nothing of it.</summary>
    public int Mtu { get; init; }

    /// <summary>Which of <see cref="NetFeature.GuestOffloads"/> and <see cref="NetFeature.HostOffloads"/> the backend can do.</summary>
    public ulong Offloads { get; init; }

    /// <summary>Pairs of queues, 1 to <see cref="MaxQueuePairs"/>. With more than one there is a control queue too, by which a driver says how many it uses.</summary>
    public int QueuePairs { get; init; } = 1;

    /// <summary>Bytes of the longest frame that the network may give, without virtio's header; 0 for one that keeps to the MTU.</summary>
    public int LongestFrame { get; init; }

    /// <summary>Size of each queue: a power of two from 4 to 512, so that a frame's pieces and a spare one fit a call to the kernel.</summary>
    public ushort QueueSize { get; init; } = 256;

    internal void Validate()
    {
        if (Mac >> 48 != 0)
            throw new ArgumentException($"An address has 48 bits, so 0x{Mac:X} is none.", nameof(Mac));
        if (Mtu is not 0 and (< 68 or > ushort.MaxValue))
            throw new ArgumentException($"An MTU is 68 to 65535, not {Mtu}.", nameof(Mtu));
        if ((Offloads & ~(NetFeature.GuestOffloads | NetFeature.HostOffloads)) != 0)
            throw new ArgumentException($"0x{Offloads:X} holds features that are no offloads.", nameof(Offloads));
        if (QueuePairs is < 1 or > MaxQueuePairs)
            throw new ArgumentException($"A network device has 1 to {MaxQueuePairs} pairs of queues, not {QueuePairs}.", nameof(QueuePairs));
        if (LongestFrame is < 0 or > NetFormat.LargestFrame)
            throw new ArgumentException($"A frame has at most {NetFormat.LargestFrame} bytes, so {LongestFrame} is none's length.", nameof(LongestFrame));
        if (QueueSize is < 4 or > 512 || (QueueSize & (QueueSize - 1)) != 0)
            throw new ArgumentException($"A network queue's size is a power of two from 4 to 512, not {QueueSize}.", nameof(QueueSize));
    }
}
