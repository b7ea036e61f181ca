namespace KvmSdk.Model.Spec;

// Why the bounds stand here: they are the device's, not the transport's. A request of a disk is one call of the kernel and so has at most as
// many pieces as that takes, while a console's queue may be shorter and a network's longer.

/// <summary>What a virtio device's attribute says of its queues.</summary>
/// <param name="Count">How many a guest may spread over its CPUs, as declared, unchecked (of a network device: pairs); null for one.</param>
/// <param name="Size">The most descriptors in each, as declared, unchecked; null for the device's own choice.</param>
public sealed record QueueSpec(int? Count, int? Size)
{
    /// <summary>The most queues that the device has, whatever the CPUs: by default as many as the transport keeps track of.</summary>
    public int MostQueues { get; init; } = 64;

    /// <summary>The size where none is declared.</summary>
    public int DefaultSize { get; init; } = 256;

    /// <summary>The smallest size; a power of two.</summary>
    public int SmallestSize { get; init; } = 4;

    /// <summary>The largest size; a power of two. By default what the kernel takes in one call (IOV_MAX).</summary>
    public int LargestSize { get; init; } = 1024;
}
