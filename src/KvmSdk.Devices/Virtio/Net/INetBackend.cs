using KvmSdk.Devices.Memory;
using KvmSdk.Devices.Virtio.Queues;

namespace KvmSdk.Devices.Virtio.Net;

/// <summary>The network behind a network device. Every frame begins with the 12 bytes of <c>struct virtio_net_hdr_v1</c>.</summary>
/// <remarks>
/// Implement it as a struct that wraps references: the device takes it as a struct type argument, so that calls are direct,
/// and may make them on a copy, so that a field the struct changes in itself is lost. No member may wait, throw or allocate.
/// </remarks>
[HotPath]
public interface INetBackend
{
    /// <summary>Takes one frame, if there is one. What does not fit into the pieces is lost.</summary>
    /// <param name="pair">The pair of queues whose frames are asked for, below <see cref="NetDeviceOptions.QueuePairs"/>.</param>
    /// <param name="pieces">Where it goes, in order: at most 1024 pieces, pinned.</param>
    /// <returns>How many bytes of the pieces were filled, or 0 if there is no frame; whoever has one later then says so.</returns>
    int Receive(int pair, ReadOnlySpan<IoVector> pieces);

    /// <summary>Whether a frame would be looked at now. While it would not, the guest's frames stay in its queue; whoever can take one later then says so.</summary>
    /// <param name="pair">The pair of queues that it would come from.</param>
    bool CanSend(int pair);

    /// <summary>Gives one frame to the network. Only after <see cref="CanSend"/>.</summary>
    /// <param name="pair">The pair of queues that it comes from.</param>
    /// <param name="pieces">Its bytes, in order, the first piece being the header alone: at most 1024 pieces, pinned.</param>
    /// <returns>Whether the network took it.</returns>
    bool Send(int pair, ReadOnlySpan<IoVector> pieces);

    /// <summary>Throws away every frame that waits to be received, and gives from now on only what a driver takes.</summary>
    /// <param name="features">Which of <see cref="NetFeature.GuestOffloads"/> the driver has accepted.</param>
    void Restart(ulong features);

    /// <summary>Has the network give frames to the first pairs of queues only.</summary>
    /// <param name="count">How many: 1 to <see cref="NetDeviceOptions.QueuePairs"/>.</param>
    void UsePairs(int count);

    /// <summary>Offers the network to serve the guest's queues by itself, as a host's kernel can. The device then does not touch them until <see cref="GiveBack"/>.</summary>
    /// <param name="features">What driver and device agreed on.</param>
    /// <param name="queues">A receiving and a sending queue for each pair.</param>
    /// <returns>Whether it does, and if so, from when this returns.</returns>
    NetTakeOver TakeOver(ulong features, ReadOnlySpan<SplitQueue> queues);

    /// <summary>Takes back what <see cref="TakeOver"/> gave: afterwards the network touches no memory of the guest. It may be taken over again.</summary>
    /// <param name="forGood">Whether the queues are gone; if not, they are given again as they are.</param>
    void GiveBack(bool forGood);

    /// <summary>Takes back one queue of those that <see cref="TakeOver"/> gave, for good.</summary>
    /// <param name="queue">Its index: below twice <see cref="NetDeviceOptions.QueuePairs"/>.</param>
    void GiveBackQueue(int queue);
}

/// <summary>What a network says to the offer to serve a guest's queues.</summary>
public enum NetTakeOver
{
    /// <summary>The device is to serve them.</summary>
    Declined,

    /// <summary>It serves them.</summary>
    Taken,

    /// <summary>It would, but cannot, and nor can the device: the driver has to reset it.</summary>
    Failed,
}
