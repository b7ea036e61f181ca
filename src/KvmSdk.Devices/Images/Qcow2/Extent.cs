namespace KvmSdk.Devices.Images.Qcow2;

/// <summary>A range of the disk that stands in one piece in one place.</summary>
/// <param name="kind">What place.</param>
/// <param name="entry">The L2 entry of its first cluster.</param>
/// <param name="place">Where it stands in the file, if it is data.</param>
/// <param name="length">Bytes; 1 at least.</param>
[HotPath]
internal readonly struct Extent(ClusterKind kind, Qcow2Entry entry, ulong place, ulong length)
{
    /// <summary>What place.</summary>
    public ClusterKind Kind { get; } = kind;

    /// <summary>The L2 entry of its first cluster.</summary>
    public Qcow2Entry Entry { get; } = entry;

    /// <summary>Where it stands in the file, if it is data.</summary>
    public ulong Place { get; } = place;

    /// <summary>Bytes.</summary>
    public ulong Length { get; } = length;
}
