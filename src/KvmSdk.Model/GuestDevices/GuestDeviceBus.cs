namespace KvmSdk.Model.GuestDevices;

/// <summary>How a guest reaches a device.</summary>
public enum GuestDeviceBus
{
    /// <summary>By a memory-mapped window.</summary>
    Mmio,

    /// <summary>By I/O ports.</summary>
    Ports,
}
