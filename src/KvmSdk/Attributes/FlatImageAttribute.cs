namespace KvmSdk;

/// <summary>
/// Declares the machine's boot source: a flat image on a property of type <see cref="GuestImage"/>, loaded as it is and
/// entered at its first byte in 64-bit long mode, with the first 4 GiB identity-mapped and interrupts off.
/// </summary>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class FlatImageAttribute : Attribute
{
    /// <summary>The guest-physical address of the image's first byte: a multiple of 4 KiB, from 1 MiB up.</summary>
    public ulong LoadAddress { get; init; } = 0x10_0000;
}
