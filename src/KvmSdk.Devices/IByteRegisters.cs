namespace KvmSdk.Devices;

/// <summary>A device whose registers are all one byte wide, addressed by their offset in its window.</summary>
/// <remarks>
/// Both members accept any offset a guest can form: an offset outside the window reads as <c>0xFF</c> (a floating bus) and
/// a write to it has no effect. <see cref="RegisterAccess"/> turns wider accesses into these.
/// </remarks>
[HotPath]
public interface IByteRegisters
{
    /// <summary>Reads the register at <paramref name="offset"/>; reading may have side effects, as the device's data sheet says.</summary>
    /// <param name="offset">Bytes from the start of the device's window.</param>
    /// <returns>The register's value, or <c>0xFF</c> outside the window.</returns>
    byte Read(uint offset);

    /// <summary>Writes the register at <paramref name="offset"/>.</summary>
    /// <param name="offset">Bytes from the start of the device's window.</param>
    /// <param name="value">The byte the guest wrote.</param>
    void Write(uint offset, byte value);
}
