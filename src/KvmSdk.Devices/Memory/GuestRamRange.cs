namespace KvmSdk.Devices.Memory;

/// <summary>One piece of guest RAM and where the host has it.</summary>
/// <remarks>
/// SAFETY: whoever makes a range vouches that <paramref name="length"/> bytes from <paramref name="host"/> stay mapped,
/// readable and writable for as long as any device may use a map with this range.
/// </remarks>
/// <param name="address">Guest physical address of the first byte.</param>
/// <param name="length">Bytes; not zero.</param>
/// <param name="host">Host address of the first byte.</param>
[HotPath]
public readonly unsafe struct GuestRamRange(ulong address, ulong length, byte* host)
{
    /// <summary>Guest physical address of the first byte.</summary>
    public ulong Address { get; } = address;

    /// <summary>Bytes in the range.</summary>
    public ulong Length { get; } = length;

    /// <summary>Host address of the first byte.</summary>
    public byte* Host { get; } = host;
}
