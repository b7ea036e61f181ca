namespace KvmSdk.DeviceShells.Virtio;

/// <summary>What the owner of a device does around the turns of the thread that serves it. Called with the device's lock held.</summary>
/// <typeparam name="TDevice">The device.</typeparam>
[HotPath]
internal interface IDeviceTurns<in TDevice>
{
    /// <summary>The thread was rung for, and is about to serve the queues: the moment to complete what has ended meanwhile.</summary>
    void BeforeTurn(TDevice device);

    /// <summary>The queues were served: the moment to hand over what was collected.</summary>
    void AfterTurn(TDevice device);

    /// <summary>The driver is about to take its memory back, on a vCPU's thread: nothing may be under way when this returns.</summary>
    void BeforeReset(TDevice device);
}
