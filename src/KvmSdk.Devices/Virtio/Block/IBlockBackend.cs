namespace KvmSdk.Devices.Virtio.Block;

/// <summary>The disk behind a block device.</summary>
/// <remarks>
/// Implement it as a struct that wraps references: the device takes it as a struct type argument, so that calls are direct,
/// and may make them on a copy, so that a field the struct changes in itself is lost.
/// </remarks>
[HotPath]
public interface IBlockBackend
{
    /// <summary>Size of the disk in sectors of 512 bytes. When it changes, call <see cref="BlockDevice{TBackend}.RefreshCapacity"/>.</summary>
    ulong CapacitySectors { get; }

    /// <summary>Carries a request out, or starts to.</summary>
    /// <remarks>
    /// Offset and length are within the capacity the device knows; the buffers may be up to 4 GiB in up to a queue's size of
    /// pieces, so one system call need not do all of it. Must not throw.
    /// </remarks>
    /// <param name="request">What to do. It stays the backend's until it has ended.</param>
    /// <param name="mayWait">Whether the caller can wait for the host's storage.</param>
    /// <returns>
    /// How it ended, or <see cref="BlockStatus.Pending"/>: then <see cref="BlockDevice{TBackend}.Complete"/> has to follow, not from
    /// within this call; or, if it may not wait, <see cref="BlockStatus.WouldWait"/>: then the request comes again.
    /// </returns>
    BlockStatus Submit(BlockRequest request, bool mayWait);
}
