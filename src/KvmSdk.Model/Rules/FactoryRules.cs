namespace KvmSdk.Model.Rules;

/// <summary>Family 04: what the factories of configuration values refuse.</summary>
public static class FactoryRules
{
    /// <summary>No file can have this path.</summary>
    public static Rule PathUnusable { get; } = new("KVM0409", "Path unusable", "{0} is given {1}; {2}") { Severity = RuleSeverity.Error };

    /// <summary>The guest could not be given this serial number.</summary>
    public static Rule SerialUnusable { get; } = new("KVM0410", "Serial number unusable", "{0} is given a serial number {1}; {2}") { Severity = RuleSeverity.Error };
}
