namespace KvmSdk.Devices.Virtio.Pmem;

/// <summary>Everything a persistent memory device remembers, as values; see <see cref="PersistentMemory{TBackend}.Save"/>. Queue and features are the transport's.</summary>
public readonly record struct PmemState
{
    /// <summary>The first byte's guest-physical address.</summary>
    public ulong Start { get; init; }

    /// <summary>Bytes.</summary>
    public ulong Size { get; init; }
}
