namespace KvmSdk.Devices.Virtio.Entropy;

/// <summary>Where random bytes come from.</summary>
/// <remarks>
/// Implement it as a struct that wraps references: the device takes it as a struct type argument, so that calls are direct,
/// and may make them on a copy, so that a field the struct changes in itself is lost.
/// </remarks>
[HotPath]
public interface IEntropySource
{
    /// <summary>Fills <paramref name="bytes"/> with random bytes fit for cryptography. The span is guest memory.</summary>
    /// <param name="bytes">At most 64 KiB.</param>
    /// <returns>Whether all of it was filled.</returns>
    bool TryFill(Span<byte> bytes);
}
