namespace KvmSdk.Devices.Images.Qcow2;

/// <summary>What an L2 entry says of its cluster.</summary>
internal enum ClusterKind
{
    /// <summary>The image has nothing: the backing file's contents, or zeros.</summary>
    Unallocated,

    /// <summary>It reads as zeros, whether it has a place in the file or not (version 3).</summary>
    Zero,

    /// <summary>It stands in the file as it is.</summary>
    Data,

    /// <summary>It stands in the file compressed.</summary>
    Compressed,
}

/// <summary>An entry of an L1 or L2 table: QEMU's docs/interop/qcow2, section "Cluster mapping".</summary>
/// <param name="value">The entry in the processor's byte order.</param>
[HotPath]
internal readonly struct Qcow2Entry(ulong value)
{
    /// <summary>The table or cluster is referred to once, so that it may be written in place.</summary>
    public const ulong CopiedFlag = 1UL << 63;

    /// <summary>The cluster is compressed.</summary>
    public const ulong CompressedFlag = 1UL << 62;

    /// <summary>The cluster reads as zeros.</summary>
    public const ulong ZeroFlag = 1;

    private const ulong OffsetMask = 0x00FF_FFFF_FFFF_FE00;

    /// <summary>The entry.</summary>
    public ulong Value { get; } = value;

    /// <summary>Whether table or cluster may be written in place.</summary>
    public bool IsCopied => (Value & CopiedFlag) != 0;

    /// <summary>Where the table or cluster begins; 0 if it has no place. Not of a compressed one.</summary>
    public ulong Offset => Value & OffsetMask;

    /// <summary>What an L2 entry says.</summary>
    public ClusterKind Kind => (Value & CompressedFlag) != 0 ? ClusterKind.Compressed
        : (Value & ZeroFlag) != 0 ? ClusterKind.Zero
        : Offset != 0 ? ClusterKind.Data
        : ClusterKind.Unallocated;

    /// <summary>Whether bits are set that mean nothing.</summary>
    /// <param name="hasZeroFlag">Whether bit 0 has a meaning: in an L2 table, from version 3 on.</param>
    public bool HasReservedBits(bool hasZeroFlag) => (Value & ~(CopiedFlag | OffsetMask | (hasZeroFlag ? ZeroFlag : 0))) != 0;

    /// <summary>Whether nothing has to be allocated to write the cluster.</summary>
    public bool IsOwn => IsCopied && Offset != 0 && Kind is ClusterKind.Data or ClusterKind.Zero;

    /// <summary>Where the compressed bytes begin; they need not be aligned.</summary>
    public ulong CompressedOffset(int clusterBits) => Value & ((1UL << CompressedShift(clusterBits)) - 1);

    /// <summary>How many bytes of the file the compressed ones may take, which ends at a multiple of 512.</summary>
    public int CompressedLength(int clusterBits)
    {
        ulong further = (Value >> CompressedShift(clusterBits)) & ((1UL << (clusterBits - 8)) - 1);
        return ((int)(further + 1) * 512) - (int)(CompressedOffset(clusterBits) & 511);
    }

    // 62 - (cluster_bits - 8).
    private static int CompressedShift(int clusterBits) => 70 - clusterBits;
}
