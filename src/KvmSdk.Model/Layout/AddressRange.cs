namespace KvmSdk.Model.Layout;

/// <summary>A range of guest-physical addresses.</summary>
/// <param name="Base">The first address.</param>
/// <param name="Size">The length in bytes, at least 1.</param>
public readonly record struct AddressRange(ulong Base, ulong Size)
{
    /// <summary>The last address that belongs to the range.</summary>
    public ulong Last => Base + (Size - 1);

    /// <summary>Whether the two share an address. Compares last addresses, which cannot overflow where ends could.</summary>
    public bool Overlaps(AddressRange other) => Base <= other.Last && other.Base <= Last;

    /// <inheritdoc/>
    public override string ToString() => $"0x{Base:X8}-0x{Last:X8}";
}
