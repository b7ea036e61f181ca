namespace KvmSdk.Devices.Images.Qcow2;

/// <summary>Unpacks compressed clusters. The bytes are whoever's who made the image.</summary>
[HotPath]
public interface IClusterDecoder
{
    /// <summary>Fills the destination; what follows the compressed bytes is ignored.</summary>
    /// <returns>Whether it could be filled.</returns>
    bool TryDecode(ReadOnlySpan<byte> source, Span<byte> destination);
}
