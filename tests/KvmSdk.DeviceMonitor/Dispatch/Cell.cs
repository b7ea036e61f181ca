namespace KvmSdk.DeviceMonitor.Dispatch;

/// <summary>A device that does next to nothing, so that what is measured is the way to it: four words.</summary>
[MmioDevice]
public sealed partial class Cell
{
    [Register(0x00)]
    public uint First { get; set; }

    [Register(0x04)]
    public uint Second { get; set; }

    [Register(0x08)]
    public uint Third { get; set; }

    [Register(0x0C)]
    public uint Fourth { get; set; }
}
