namespace KvmSdk.Devices.Images.Qcow2;

/// <summary>What follows from the sizes in a header.</summary>
/// <param name="clusterBits">Binary logarithm of a cluster's bytes, 9 to 21.</param>
/// <param name="refcountOrder">Binary logarithm of a reference count's bits, 0 to 6.</param>
[HotPath]
internal readonly struct Qcow2Geometry(int clusterBits, int refcountOrder)
{
    /// <summary>The largest piece of a table that is kept in memory by itself.</summary>
    public const int LargestSlice = 4096;

    /// <summary>Bytes of an entry of the L1, L2 and refcount tables.</summary>
    public const int EntrySize = 8;

    /// <summary>Binary logarithm of a cluster's bytes.</summary>
    public int ClusterBits { get; } = clusterBits;

    /// <summary>Binary logarithm of a reference count's bits.</summary>
    public int RefcountOrder { get; } = refcountOrder;

    /// <summary>Bytes of a cluster.</summary>
    public int ClusterSize => 1 << ClusterBits;

    /// <summary>Entries of an L2 table, which fills a cluster.</summary>
    public ulong L2Entries => 1UL << (ClusterBits - 3);

    /// <summary>Bytes of the disk that one L2 table maps.</summary>
    public int L2CoverageBits => ClusterBits + ClusterBits - 3;

    /// <summary>Clusters whose reference counts stand in one refcount block, which fills a cluster.</summary>
    public ulong CountsPerBlock => (ulong)ClusterSize * 8 >> RefcountOrder;

    /// <summary>Bytes of a piece of an L2 table or refcount block that is kept in memory by itself.</summary>
    public int SliceSize => Math.Min(ClusterSize, LargestSlice);

    /// <summary>L2 entries in a slice.</summary>
    public int SliceEntries => SliceSize / EntrySize;

    /// <summary>Reference counts in a slice.</summary>
    public int SliceCounts => SliceSize * 8 >> RefcountOrder;

    /// <summary>Whether a place is at a cluster's beginning.</summary>
    public bool IsAligned(ulong offset) => (offset & ((ulong)ClusterSize - 1)) == 0;

    /// <summary>The cluster that holds a byte of the file.</summary>
    public ulong ClusterOf(ulong offset) => offset >> ClusterBits;

    /// <summary>How many clusters so many bytes take.</summary>
    public ulong ClustersFor(ulong bytes) => (bytes >> ClusterBits) + (IsAligned(bytes) ? 0UL : 1);
}
