namespace KvmSdk.Model.Acpi.Aml;

/// <summary>One complete term of AML, ACPI's byte code: an object, or a value.</summary>
/// <param name="bytes">Its encoding.</param>
internal readonly struct AmlTerm(byte[] bytes)
{
    public byte[] Bytes => bytes;
}
