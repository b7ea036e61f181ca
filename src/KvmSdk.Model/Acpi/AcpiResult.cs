namespace KvmSdk.Model.Acpi;

/// <summary>Tables, or what stands in their way.</summary>
/// <param name="Tables">The tables; null if there is a problem.</param>
/// <param name="Problem">The problem as a sentence without a full stop; null if there is none.</param>
public sealed record AcpiResult(AcpiTables? Tables, string? Problem);
