namespace KvmSdk.FlatMonitor;

/// <summary>A device that keeps a byte and does nothing with it.</summary>
[PortDevice]
public sealed partial class Latch
{
    /// <summary>The byte.</summary>
    [Register(0x00)]
    public byte Value { get; set; }
}
