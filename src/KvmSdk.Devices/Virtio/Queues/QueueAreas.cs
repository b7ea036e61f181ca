namespace KvmSdk.Devices.Virtio.Queues;

/// <summary>Where the parts of a split queue lie in this process, checked. Valid until the queue is reset.</summary>
/// <param name="Size">Number of descriptors.</param>
/// <param name="Descriptors">Address of the descriptor table.</param>
/// <param name="Driver">Address of the available ring.</param>
/// <param name="Device">Address of the used ring.</param>
/// <param name="NextAvailable">The free-running index of the next chain to be taken.</param>
[HotPath]
public readonly record struct QueueAreas(ushort Size, nint Descriptors, nint Driver, nint Device, ushort NextAvailable);
