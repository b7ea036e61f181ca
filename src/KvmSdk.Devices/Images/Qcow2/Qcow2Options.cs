namespace KvmSdk.Devices.Images.Qcow2;

/// <summary>How an image is to be used.</summary>
public sealed record Qcow2Options
{
    /// <summary>Whether it may be written to. Then all of its tables are checked when it is opened.</summary>
    public bool Writable { get; init; }

    /// <summary>What it falls back on; given if and only if its header names a backing file.</summary>
    public IImageSource? Backing { get; init; }

    /// <summary>Unpacks zstd, which this layer does not do itself; null refuses images that need it.</summary>
    public IClusterDecoder? Zstd { get; init; }

    /// <summary>Bytes of L2 tables that are kept in memory at most: each maps 8192 times as much of the disk with the usual clusters of 64 KiB.</summary>
    public int MapCacheSize { get; init; } = 4 << 20;

    /// <summary>Bytes of reference counts that are kept in memory at most.</summary>
    public int CountCacheSize { get; init; } = 1 << 20;
}
