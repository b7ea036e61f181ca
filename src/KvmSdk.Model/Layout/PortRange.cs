namespace KvmSdk.Model.Layout;

/// <summary>A range of x86 I/O ports.</summary>
/// <param name="Base">The first port.</param>
/// <param name="Count">The number of ports, at least 1.</param>
public readonly record struct PortRange(ushort Base, int Count)
{
    /// <summary>The last port that belongs to the range.</summary>
    public int Last => Base + Count - 1;

    /// <summary>Whether the two share a port.</summary>
    public bool Overlaps(PortRange other) => Base <= other.Last && other.Base <= Last;

    /// <inheritdoc/>
    public override string ToString() => Count == 1 ? $"0x{Base:X4}" : $"0x{Base:X4}-0x{Last:X4}";
}
