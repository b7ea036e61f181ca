namespace KvmSdk.Model.Tests.Acpi.Iasl;

/// <summary>As <see cref="IaslFactAttribute"/>, for a test with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class IaslTheoryAttribute : TheoryAttribute
{
    public IaslTheoryAttribute() => Skip = Iasl.Path is null ? IaslFactAttribute.Missing : null;
}
