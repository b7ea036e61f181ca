using KvmSdk.Devices.Memory;
using KvmSdk.Devices.Virtio.Queues;

namespace KvmSdk.Devices.Virtio.Block;

/// <summary>One request on its way from the guest to a backend and back; made once, used again and again.</summary>
/// <remarks>A backend may look at it from <see cref="IBlockBackend.Submit"/> until the request has ended, and not longer.</remarks>
[HotPath]
public sealed unsafe class BlockRequest
{
    internal BlockRequest(int index, int capacity)
    {
        Index = index;
        Chain = new DescriptorChain(capacity);
    }

    /// <summary>Which of the device's requests it is, 0 to <see cref="BlockDeviceOptions.RequestsInFlight"/> - 1: fit for an array
    /// of a backend's own, or for the user data of an io_uring entry.</summary>
    public int Index { get; }

    /// <summary>What to do.</summary>
    public BlockOperation Operation { get; internal set; }

    /// <summary>First byte on the disk; a multiple of 512. 0 for a flush.</summary>
    public ulong Offset { get; internal set; }

    /// <summary>Bytes on the disk; a multiple of 512, and within the capacity. 0 for a flush.</summary>
    public ulong Length { get; internal set; }

    /// <summary>The write has to be on stable storage when it completes, because the guest does not flush.</summary>
    public bool Durable { get; internal set; }

    /// <summary>It was submitted before, and answered with <see cref="BlockStatus.WouldWait"/>.</summary>
    public bool HasWaited { get; internal set; }

    /// <summary>The range to be zeroed may give its storage back.</summary>
    public bool MayUnmap { get; internal set; }

    /// <summary>
    /// Guest memory to read into or write from, <see cref="Length"/> bytes in all; empty for the other operations. The array
    /// behind it is pinned, and the pieces have the layout the kernel wants (<see cref="IoVector"/>).
    /// </summary>
    public ReadOnlySpan<IoVector> Buffers => Operation switch
    {
        BlockOperation.Read => Chain.Writable,
        BlockOperation.Write => Chain.Readable,
        _ => default,
    };

    internal DescriptorChain Chain { get; }

    // Where it came from, and goes back to.
    internal int Queue { get; set; }

    // Where the guest expects the status; checked when the chain was taken.
    internal byte* StatusByte { get; set; }

    // Which activation of the device it belongs to: after a reset the guest's memory is not ours to write any more.
    internal uint Epoch { get; set; }

    // Bytes of the writable part that success fills, from its front.
    internal ulong Filled { get; set; }

    // Bytes that a limit on bytes counts.
    internal ulong Moved => Operation is BlockOperation.Read or BlockOperation.Write ? Length : 0;

    internal bool InFlight { get; set; }
}
