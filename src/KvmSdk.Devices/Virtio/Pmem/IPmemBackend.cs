namespace KvmSdk.Devices.Virtio.Pmem;

/// <summary>The file behind persistent memory. The memory itself is none of the device's business: the guest's processor reads and writes it.</summary>
/// <remarks>
/// Implement it as a struct that wraps references: the device takes it as a struct type argument, so that calls are direct,
/// and may make them on a copy, so that a field the struct changes in itself is lost. No member may throw or allocate.
/// </remarks>
[HotPath]
public interface IPmemBackend
{
    /// <summary>Makes durable what the guest has written so far. May wait for the host's storage.</summary>
    /// <param name="requests">How many requests wait for it, 1 or more.</param>
    /// <returns>Whether it is durable.</returns>
    bool Flush(int requests);
}
