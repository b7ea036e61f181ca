namespace KvmSdk;

/// <summary>
/// The register side of a running device, as the generated dispatch calls it (on the sealed class, so without an interface
/// call). Called on vCPU threads, several at once; the device takes its own lock.
/// </summary>
[HotPath]
public interface IBusDevice
{
    /// <summary>Reads a register.</summary>
    /// <param name="offset">The first byte, from the start of the device's ports or window.</param>
    /// <param name="width">1 to 8 bytes.</param>
    /// <returns>The value in the low <paramref name="width"/> bytes; bytes past the device's end read as all ones.</returns>
    ulong Read(uint offset, int width);

    /// <summary>Writes a register; bytes past the device's end vanish.</summary>
    /// <param name="offset">The first byte, from the start of the device's ports or window.</param>
    /// <param name="width">1 to 8 bytes.</param>
    /// <param name="value">The value in the low <paramref name="width"/> bytes.</param>
    void Write(uint offset, int width, ulong value);
}
