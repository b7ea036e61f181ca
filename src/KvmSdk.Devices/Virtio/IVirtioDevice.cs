using KvmSdk.Devices.Virtio.Queues;

namespace KvmSdk.Devices.Virtio;

/// <summary>The part of a virtio device that does not depend on the bus: what it is and what it does with its queues.</summary>
/// <remarks>Not thread-safe: the shell that owns transport and device serialises all calls into both.</remarks>
[HotPath]
public interface IVirtioDevice
{
    /// <summary>A value of <see cref="VirtioDeviceId"/>.</summary>
    uint DeviceId { get; }

    /// <summary>The features of the device type; the transport adds <see cref="VirtioFeature.Common"/>. Constant.</summary>
    ulong Features { get; }

    /// <summary>Number of queues, 1 to 64. Constant.</summary>
    int QueueCount { get; }

    /// <summary>The largest size a queue can have: a power of two up to 32768. Constant.</summary>
    /// <param name="queue">Index of the queue, below <see cref="QueueCount"/>.</param>
    ushort QueueMaxSize(int queue);

    /// <summary>Reads the device-specific configuration space.</summary>
    /// <param name="offset">Any offset; beyond the end zeros are read.</param>
    /// <param name="width">Bytes: 1, 2 or 4.</param>
    uint ReadConfiguration(uint offset, int width);

    /// <summary>Writes the device-specific configuration space; what is not writable stays.</summary>
    /// <param name="offset">Any offset.</param>
    /// <param name="width">Bytes: 1, 2 or 4.</param>
    /// <param name="value">The bytes, little-endian.</param>
    void WriteConfiguration(uint offset, int width, uint value);

    /// <summary>The driver is ready: from now until <see cref="Reset"/> the device may use its queues.</summary>
    /// <param name="features">What both sides agreed on.</param>
    /// <param name="queues">One per index; a queue the driver left out is always empty.</param>
    /// <param name="transport">The way back to the driver.</param>
    void Activate(ulong features, ReadOnlySpan<SplitQueue> queues, IVirtioTransport transport);

    /// <summary>Back to the state before <see cref="Activate"/>. Called in any state.</summary>
    void Reset();

    /// <summary>
    /// A queue is served no more, until a reset: the driver has stopped it, has given up, or has to reset the device. The transport notifies of it no more; a device
    /// that has somebody else serve it has that stopped when this returns. Called in any state, perhaps by what the device itself calls.
    /// </summary>
    /// <param name="queue">Index of the queue, below <see cref="QueueCount"/>.</param>
    void StopQueue(int queue)
    {
    }

    /// <summary>The driver says that a queue has new buffers. Serves a bounded number of them.</summary>
    /// <param name="queue">Index of the queue, below <see cref="QueueCount"/>.</param>
    /// <param name="mayWait">
    /// Whether the caller can wait for the host's storage. If not, the device does at once what it can and keeps the rest for
    /// a call with true, which the result then asks for.
    /// </param>
    /// <returns>Whether there may be more: then call it again, after others had their turn.</returns>
    bool Notify(int queue, bool mayWait);
}
