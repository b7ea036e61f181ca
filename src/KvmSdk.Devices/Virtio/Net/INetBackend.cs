using KvmSdk.Devices.Memory;

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
    /// <param name="pieces">Where it goes, in order: at most 1024 pieces, pinned.</param>
    /// <returns>How many bytes of the pieces were filled, or 0 if there is no frame; whoever has one later then says so.</returns>
    int Receive(ReadOnlySpan<IoVector> pieces);

    /// <summary>Gives one frame to the network.</summary>
    /// <param name="pieces">Its bytes, in order: at most 1024 pieces, pinned.</param>
    /// <returns>Whether the network took it.</returns>
    bool Send(ReadOnlySpan<IoVector> pieces);

    /// <summary>Throws away every frame that waits to be received, and gives from now on only what a driver takes.</summary>
    /// <param name="features">Which of <see cref="NetFeature.GuestOffloads"/> the driver has accepted.</param>
    void Restart(ulong features);
}
