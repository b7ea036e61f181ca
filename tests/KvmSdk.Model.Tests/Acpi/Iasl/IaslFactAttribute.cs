namespace KvmSdk.Model.Tests.Acpi.Iasl;

/// <summary>A test that needs ACPICA's compiler; skipped, with the reason, where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class IaslFactAttribute : FactAttribute
{
    public const string Missing = "iasl is not installed (Debian: apt-get install acpica-tools)";

    public IaslFactAttribute() => Skip = Iasl.Path is null ? Missing : null;
}
