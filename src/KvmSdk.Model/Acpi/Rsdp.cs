namespace KvmSdk.Model.Acpi;

/// <summary>The root pointer, where a guest starts reading (ACPI 6.5, 5.2.5.3 "Root System Description Pointer Structure").</summary>
internal static class Rsdp
{
    public const string Signature = "RSD PTR ";

    public const int Size = 36;

    /// <summary>The part that ACPI 1.0 knew, which has a checksum of its own.</summary>
    private const int FirstSize = 20;

    private const int ChecksumOffset = 8;

    private const int ExtendedChecksumOffset = 32;

    public static byte[] Write(ulong xsdt)
    {
        byte[] pointer = new TableWriter()
            .Text(Signature)
            .U8(0) // Checksum
            .Text(TableHeader.OemId)
            .U8(2) // Revision: has a length and a 64-bit pointer
            .U32(0) // RsdtAddress: no table of 32-bit pointers
            .U32(Size)
            .U64(xsdt)
            .U8(0) // Extended Checksum
            .Zeros(3) // Reserved
            .ToArray();
        TableHeader.WriteChecksum(pointer.AsSpan(0, FirstSize), ChecksumOffset);
        TableHeader.WriteChecksum(pointer, ExtendedChecksumOffset);
        return pointer;
    }
}
