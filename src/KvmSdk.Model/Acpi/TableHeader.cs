namespace KvmSdk.Model.Acpi;

/// <summary>The header that all tables but the root pointer share (ACPI 6.5, 5.2.6 "System Description Table Header").</summary>
internal static class TableHeader
{
    /// <summary>Its length in bytes.</summary>
    public const int Size = 36;

    /// <summary>Offset of the table's length.</summary>
    public const int LengthOffset = 4;

    /// <summary>Offset of the byte that makes all bytes of the table sum to 0.</summary>
    public const int ChecksumOffset = 9;

    /// <summary>Who made the machine.</summary>
    public const string OemId = "KVMSDK";

    /// <summary>Which machine. The specification wants the FADT's to equal the XSDT's; here all are equal.</summary>
    public const string OemTableId = "KVMSDKVM";

    /// <summary>Which program wrote the table.</summary>
    public const string CreatorId = "KSDK";

    /// <summary>Makes all bytes of <paramref name="table"/> sum to 0, modulo 256, by the byte at <paramref name="offset"/>.</summary>
    public static void WriteChecksum(Span<byte> table, int offset)
    {
        table[offset] = 0;
        byte sum = 0;
        foreach (byte value in table)
        {
            sum = unchecked((byte)(sum + value));
        }

        table[offset] = unchecked((byte)-sum);
    }
}
