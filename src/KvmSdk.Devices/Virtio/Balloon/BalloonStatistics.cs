using System.Runtime.CompilerServices;

namespace KvmSdk.Devices.Virtio.Balloon;

/// <summary>The numbers by which a guest tells of its memory: virtio 1.2, section 5.5.6.4, and those that <c>linux/virtio_balloon.h</c> has since.</summary>
public enum BalloonStatisticTag
{
    /// <summary>VIRTIO_BALLOON_S_SWAP_IN: bytes read from swap.</summary>
    SwappedIn,

    /// <summary>VIRTIO_BALLOON_S_SWAP_OUT: bytes written to swap.</summary>
    SwappedOut,

    /// <summary>VIRTIO_BALLOON_S_MAJFLT: faults that had to wait for storage.</summary>
    MajorFaults,

    /// <summary>VIRTIO_BALLOON_S_MINFLT: the other faults.</summary>
    MinorFaults,

    /// <summary>VIRTIO_BALLOON_S_MEMFREE: bytes that nobody uses.</summary>
    Free,

    /// <summary>VIRTIO_BALLOON_S_MEMTOT: bytes that there are.</summary>
    Total,

    /// <summary>VIRTIO_BALLOON_S_AVAIL: bytes that programs could get without swapping.</summary>
    Available,

    /// <summary>VIRTIO_BALLOON_S_CACHES: bytes of the page cache.</summary>
    Caches,

    /// <summary>VIRTIO_BALLOON_S_HTLB_PGALLOC: huge pages given out.</summary>
    HugePagesAllocated,

    /// <summary>VIRTIO_BALLOON_S_HTLB_PGFAIL: huge pages that could not be given out.</summary>
    HugePageFailures,

    /// <summary>VIRTIO_BALLOON_S_OOM_KILL: processes ended for want of memory.</summary>
    OutOfMemoryKills,

    /// <summary>VIRTIO_BALLOON_S_ALLOC_STALL: allocations that had to free memory first.</summary>
    AllocationStalls,

    /// <summary>VIRTIO_BALLOON_S_ASYNC_SCAN: bytes looked at in the background for what can be freed.</summary>
    ScannedInBackground,

    /// <summary>VIRTIO_BALLOON_S_DIRECT_SCAN: bytes looked at by who needed memory.</summary>
    ScannedDirectly,

    /// <summary>VIRTIO_BALLOON_S_ASYNC_RECLAIM: bytes freed in the background.</summary>
    ReclaimedInBackground,

    /// <summary>VIRTIO_BALLOON_S_DIRECT_RECLAIM: bytes freed by who needed memory.</summary>
    ReclaimedDirectly,
}

/// <summary>What a guest said of its memory, once. A guest says what it likes: the numbers are its word, and prove nothing.</summary>
[HotPath]
public struct BalloonStatistics
{
    /// <summary>The most entries of one report that are looked at; a driver sends each tag once.</summary>
    internal const int MostEntries = 64;

    private const int Tags = 16;

    private InlineArray16<ulong> _values;
    private uint _present;

    /// <summary>The number, or null if the guest did not send it.</summary>
    public readonly ulong? this[BalloonStatisticTag tag] => (uint)tag < Tags && (_present & (1u << (int)tag)) != 0 ? _values[(int)tag] : null;

    /// <summary>Takes a number over; one that is not known is left out.</summary>
    internal void Set(ushort tag, ulong value)
    {
        if (tag >= Tags) return;
        _values[tag] = value;
        _present |= 1u << tag;
    }
}
