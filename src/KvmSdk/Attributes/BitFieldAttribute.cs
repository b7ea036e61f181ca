namespace KvmSdk;

/// <summary>Gives bits of a register a name: a partial property, whose accessors are generated.</summary>
/// <param name="register">The register's property, by <see langword="nameof"/>.</param>
/// <param name="bit">The lowest bit, from 0.</param>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class BitFieldAttribute(string register, int bit) : Attribute
{
    /// <summary>The register's property.</summary>
    public string Register { get; } = register;

    /// <summary>The lowest bit.</summary>
    public int Bit { get; } = bit;

    /// <summary>The number of bits. A <see langword="bool"/> has one.</summary>
    public int Width { get; init; } = 1;
}
