namespace KvmSdk.Model.Acpi;

/// <summary>Where one table lies.</summary>
/// <param name="Signature">Its signature as it stands in memory, e.g. <c>FACP</c>; eight characters for the root pointer, <c>RSD PTR </c>.</param>
/// <param name="Offset">Its first byte, from the start of all tables; a multiple of 16.</param>
/// <param name="Length">Its length in bytes.</param>
public readonly record struct AcpiTable(string Signature, int Offset, int Length);
