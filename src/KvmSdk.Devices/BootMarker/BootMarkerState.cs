namespace KvmSdk.Devices.BootMarker;

/// <summary>Everything a boot marker remembers, as values; see <see cref="BootMarkerPort{TEvents}.Save"/>.</summary>
public readonly record struct BootMarkerState
{
    /// <summary>Bit n: stage n was reached; stages 0 to 127.</summary>
    public UInt128 LowStages { get; init; }

    /// <summary>Bit n: stage 128 + n was reached.</summary>
    public UInt128 HighStages { get; init; }

    /// <summary>The stage that was written last.</summary>
    public byte Last { get; init; }
}
