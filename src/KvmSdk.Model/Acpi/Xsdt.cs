namespace KvmSdk.Model.Acpi;

/// <summary>The list of the other tables' addresses; the FADT names the DSDT itself (ACPI 6.5, 5.2.8).</summary>
internal static class Xsdt
{
    public const string Signature = "XSDT";

    public const int Size = TableHeader.Size + (2 * sizeof(ulong));

    public static byte[] Write(ulong fadt, ulong madt) => TableWriter.Table(Signature, 1).U64(fadt).U64(madt).ToTable();
}
