namespace KvmSdk.Model.Rules;

/// <summary>Family 04: what the factories of configuration values refuse.</summary>
public static class FactoryRules
{
    /// <summary>No file can have this path.</summary>
    public static Rule PathUnusable { get; } = new("KVM0409", "Path unusable", "{0} is given {1}; {2}") { Severity = RuleSeverity.Error };

    /// <summary>The guest could not be given this serial number.</summary>
    public static Rule SerialUnusable { get; } = new("KVM0410", "Serial number unusable", "{0} is given a serial number {1}; {2}") { Severity = RuleSeverity.Error };

    /// <summary>Linux has no interface of this name (<c>dev_valid_name</c>).</summary>
    public static Rule TapNameUnusable { get; } = new("KVM0424", "Tap name unusable",
        "{0} is given the name '{1}', which {2}; the name of an interface has 1 to 15 bytes, without '/', ':' and white space")
    {
        Severity = RuleSeverity.Error,
    };

    /// <summary>The disk would fall back on itself for ever.</summary>
    public static Rule BackingCycle { get; } = new("KVM0440", "Disk image is its own backing file",
        "{0} is given the file '{1}', which is among its own backing files; name the file that the image was made from")
    {
        Severity = RuleSeverity.Error,
    };

    /// <summary>Nobody gives back less than nothing.</summary>
    public static Rule BalloonSizeUnusable { get; } = new("KVM0483", "Balloon size unusable",
        "{0} is given {1} MiB; use 0 for an empty balloon, or more")
    {
        Severity = RuleSeverity.Error,
    };
}
