namespace KvmSdk.DeviceShells.Virtio;

/// <summary>Looks after an image that a machine has as a disk or as memory.</summary>
internal interface IImageWatch
{
    /// <summary>What it is called in an outcome.</summary>
    string Part { get; }

    /// <summary>The machine has ended: what of the guest's data is known to be lost; null if nothing.</summary>
    HostException? FindLoss();

    /// <summary>The guest touched memory that the host could not provide: why, if it is this image's; null if it is not known to be.</summary>
    HostException? FindFault();
}
