namespace KvmSdk.Model.Acpi.Aml;

/// <summary>The length before a package's content, which counts its own bytes too (ACPI 6.5, 20.2.4 "Package Length Encoding").</summary>
internal static class PackageLength
{
    /// <summary>Encodes the length of <paramref name="content"/> bytes and itself in 1 to 4 bytes, as few as will do.</summary>
    /// <param name="content">The bytes that follow, 0 to 0x0FFF_FFFB.</param>
    /// <exception cref="ArgumentOutOfRangeException">No encoding reaches so far.</exception>
    public static byte[] Encode(int content)
    {
        if (content is < 0 or > 0x0FFF_FFFB)
        {
            throw new ArgumentOutOfRangeException(nameof(content), content, "An AML package has 0 to 0x0FFFFFFB bytes of content.");
        }

        // One byte holds 6 bits. With more, the first byte says how many follow and holds the lowest 4 bits.
        if (content + 1 <= 0x3F)
        {
            return [(byte)(content + 1)];
        }

        int following = content + 2 <= 0xFFF ? 1 : content + 3 <= 0xF_FFFF ? 2 : 3;
        int length = content + 1 + following;
        byte[] encoded = new byte[1 + following];
        encoded[0] = (byte)((following << 6) | (length & 0xF));
        for (int i = 1; i <= following; i++)
        {
            encoded[i] = unchecked((byte)(length >> (4 + (8 * (i - 1)))));
        }

        return encoded;
    }
}
