namespace KvmSdk.Devices.Virtio.Queues;

/// <summary>What <see cref="SplitQueue.TryPop"/> found.</summary>
public enum QueuePop
{
    /// <summary>The driver has offered nothing new, or the queue is not in use.</summary>
    Empty,

    /// <summary>A chain was taken. Its head has to be given back with <see cref="SplitQueue.Push"/>, whatever happens to it.</summary>
    Chain,

    /// <summary>The driver broke a rule: the queue stays stopped until the device is reset, and the device has to say so.</summary>
    Broken,
}
