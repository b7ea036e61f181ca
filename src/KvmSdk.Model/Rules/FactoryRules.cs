namespace KvmSdk.Model.Rules;

/// <summary>Family 04: what the factories of configuration values refuse.</summary>
public static class FactoryRules
{
    /// <summary>No file can have this path.</summary>
    public static Rule PathUnusable { get; } = new("KVM0409", "Path unusable", "{0} is given {1}; {2}") { Severity = RuleSeverity.Error };
}
