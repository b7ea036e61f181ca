namespace KvmSdk.Devices.Virtio;

/// <summary>The way back from a device to its driver, whatever bus lies between.</summary>
/// <remarks>A device calls it only between <see cref="IVirtioDevice.Activate"/> and <see cref="IVirtioDevice.Reset"/>.</remarks>
[HotPath]
public interface IVirtioTransport
{
    /// <summary>Tells the driver that a queue has used buffers. Call it when <see cref="Queues.SplitQueue.TakeInterrupt"/> says so.</summary>
    /// <param name="queue">Index of the queue.</param>
    void SignalUsed(int queue);

    /// <summary>
    /// From now until the reset somebody else tells the driver of used buffers, by the interrupt line alone: the reason for the interrupt always
    /// says that there may be some.
    /// </summary>
    void HoldUsed();

    /// <summary>Tells the driver that the configuration space has changed.</summary>
    void SignalConfigurationChange();

    /// <summary>Declares the device broken: the driver has to reset it (virtio 1.2, section 2.1.2).</summary>
    void RequireReset();
}
