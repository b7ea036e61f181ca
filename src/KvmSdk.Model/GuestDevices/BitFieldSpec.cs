namespace KvmSdk.Model.GuestDevices;

/// <summary>Declared bits of a register under a name of their own.</summary>
/// <param name="Register">The register's member, as declared.</param>
/// <param name="Bit">The lowest bit, as declared.</param>
/// <param name="Width">The number of bits, as declared.</param>
/// <param name="Declaration">The property to implement.</param>
/// <param name="TypeBits">The bits that the property's type holds: 1 for <c>bool</c>, 0 for a type that cannot be a field's.</param>
public sealed record BitFieldSpec(string Register, int Bit, int Width, PartialProperty Declaration, int TypeBits)
{
    /// <summary>Whether the property is a <c>bool</c>.</summary>
    public bool IsBoolean => TypeBits == 1;

    /// <summary>The field's bits in place.</summary>
    public ulong Mask => (Width >= 64 ? ulong.MaxValue : (1UL << Width) - 1) << Bit;
}
