using KvmSdk.Devices.Virtio.Balloon;

namespace KvmSdk;

/// <summary>
/// What a guest says of its memory. Null is what its driver does not tell: Debian's kernel of 2023 tells all down to <see cref="HugePageFailures"/>,
/// later ones the rest. A guest says what it likes; nothing that matters to the host should hang on it.
/// </summary>
public sealed record GuestMemoryStatistics
{
    internal GuestMemoryStatistics(in BalloonStatistics said)
    {
        TotalBytes = (long?)said[BalloonStatisticTag.Total];
        FreeBytes = (long?)said[BalloonStatisticTag.Free];
        AvailableBytes = (long?)said[BalloonStatisticTag.Available];
        CacheBytes = (long?)said[BalloonStatisticTag.Caches];
        SwappedInBytes = (long?)said[BalloonStatisticTag.SwappedIn];
        SwappedOutBytes = (long?)said[BalloonStatisticTag.SwappedOut];
        MajorFaults = (long?)said[BalloonStatisticTag.MajorFaults];
        MinorFaults = (long?)said[BalloonStatisticTag.MinorFaults];
        HugePagesAllocated = (long?)said[BalloonStatisticTag.HugePagesAllocated];
        HugePageFailures = (long?)said[BalloonStatisticTag.HugePageFailures];
        OutOfMemoryKills = (long?)said[BalloonStatisticTag.OutOfMemoryKills];
        AllocationStalls = (long?)said[BalloonStatisticTag.AllocationStalls];
        ScannedInBackgroundBytes = (long?)said[BalloonStatisticTag.ScannedInBackground];
        ScannedDirectlyBytes = (long?)said[BalloonStatisticTag.ScannedDirectly];
        ReclaimedInBackgroundBytes = (long?)said[BalloonStatisticTag.ReclaimedInBackground];
        ReclaimedDirectlyBytes = (long?)said[BalloonStatisticTag.ReclaimedDirectly];
    }

    /// <summary>Memory that the guest's kernel manages. Linux counts what is in the balloon too where it may take that back by itself, by <see cref="BalloonAttribute.DeflateOnOutOfMemory"/>.</summary>
    public long? TotalBytes { get; }

    /// <summary>Memory that nobody uses.</summary>
    public long? FreeBytes { get; }

    /// <summary>Memory that programs could get without swapping: what is free, and what caches would give.</summary>
    public long? AvailableBytes { get; }

    /// <summary>The page cache.</summary>
    public long? CacheBytes { get; }

    /// <summary>Read from swap since the guest's start.</summary>
    public long? SwappedInBytes { get; }

    /// <summary>Written to swap since the guest's start.</summary>
    public long? SwappedOutBytes { get; }

    /// <summary>Page faults that had to wait for storage.</summary>
    public long? MajorFaults { get; }

    /// <summary>The other page faults.</summary>
    public long? MinorFaults { get; }

    /// <summary>Huge pages given out.</summary>
    public long? HugePagesAllocated { get; }

    /// <summary>Huge pages that could not be given out.</summary>
    public long? HugePageFailures { get; }

    /// <summary>Processes that the guest ended for want of memory.</summary>
    public long? OutOfMemoryKills { get; }

    /// <summary>Allocations that had to free memory first.</summary>
    public long? AllocationStalls { get; }

    /// <summary>Looked at in the background for what can be freed.</summary>
    public long? ScannedInBackgroundBytes { get; }

    /// <summary>Looked at by who needed memory.</summary>
    public long? ScannedDirectlyBytes { get; }

    /// <summary>Freed in the background.</summary>
    public long? ReclaimedInBackgroundBytes { get; }

    /// <summary>Freed by who needed memory.</summary>
    public long? ReclaimedDirectlyBytes { get; }
}
