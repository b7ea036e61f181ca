namespace KvmSdk.Model.Rules;

/// <summary>Family 08: what means something else on the host than where it was written.</summary>
public static class PortabilityRules
{
    /// <summary>On Linux a backslash is part of a file's name, so the file that is meant is not looked for.</summary>
    public static Rule ForeignPath { get; } = new("KVM0801", "Path in the form of Windows",
        "{0} is given '{1}', a path in the form of Windows, which names another file on Linux; {2}")
    {
        Severity = RuleSeverity.Warning,
    };

    /// <summary>A shell expands words that it splits by itself, and never what stands in a program or behind <c>raw:</c>.</summary>
    public static Rule UnexpandedPath { get; } = new("KVM0802", "Path that only a shell would expand",
        "{0} is given '{1}', in which '{2}' stays as it is, because only a shell expands it, and only at the beginning of a word; write out what it stands for")
    {
        Severity = RuleSeverity.Warning,
    };
}
