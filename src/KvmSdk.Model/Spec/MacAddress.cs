using System.Globalization;

namespace KvmSdk.Model.Spec;

/// <summary>The address of a station on an Ethernet (IEEE 802, 48 bits).</summary>
/// <param name="Value">Its six bytes, the first on the wire most significant.</param>
public readonly record struct MacAddress(ulong Value)
{
    private const int Bytes = 6;
    private const ulong MulticastBit = 1UL << 40;
    private const ulong LocalBit = 1UL << 41;
    private const ulong AllBits = (1UL << 48) - 1;

    /// <summary>The address of everybody, <c>ff:ff:ff:ff:ff:ff</c>.</summary>
    public static MacAddress Broadcast { get; } = new(AllBits);

    /// <summary>A locally administered address, of the range that virtual machines often have, to show how one is written.</summary>
    public static MacAddress Example { get; } = new(0x5254_0000_0001);

    /// <summary>Whether it stands for a group of stations, so that none can have it. The broadcast address does.</summary>
    public bool IsMulticast => (Value & MulticastBit) != 0;

    /// <summary>The station's address that differs from this one in the group bit only.</summary>
    public MacAddress AsStation => new(Value & ~MulticastBit);

    /// <summary>The address after this one, of the same kind.</summary>
    public MacAddress Next => new((Value & ~0xFF_FFFF_FFFFUL) | ((Value + 1) & 0xFF_FFFF_FFFFUL));

    /// <summary>Reads six pairs of hexadecimal digits with colons between them, e.g. <c>52:54:00:00:00:01</c>.</summary>
    public static bool TryParse(string? text, out MacAddress address)
    {
        address = default;
        if (text?.Split(':') is not { Length: Bytes } parts)
        {
            return false;
        }

        ulong value = 0;
        foreach (string part in parts)
        {
            if (part.Length != 2 || !byte.TryParse(part, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte octet))
            {
                return false;
            }

            value = (value << 8) | octet;
        }

        address = new(value);
        return true;
    }

    /// <summary>
    /// The address that a name always gives, on every machine: a locally administered one, of the 46 bits that nobody assigns (64-bit FNV-1a,
    /// folded).
    /// </summary>
    public static MacAddress Of(string name)
    {
        ulong hash = 0xCBF2_9CE4_8422_2325;
        foreach (byte octet in System.Text.Encoding.UTF8.GetBytes(name))
        {
            hash = unchecked((hash ^ octet) * 0x100_0000_01B3);
        }

        return new(((hash ^ (hash >> 48)) & AllBits & ~MulticastBit) | LocalBit);
    }

    /// <summary>The text that <see cref="TryParse"/> reads.</summary>
    public override string ToString()
    {
        ulong value = Value;
        return string.Join(":", Enumerable.Range(0, Bytes).Select(i => ((value >> (40 - (8 * i))) & 0xFF).ToString("x2", CultureInfo.InvariantCulture)));
    }
}
