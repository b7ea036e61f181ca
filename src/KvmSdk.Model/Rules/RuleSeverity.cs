namespace KvmSdk.Model.Rules;

/// <summary>How a rule speaks in the editor, and whether a project may change that.</summary>
public enum RuleSeverity
{
    /// <summary>An error that nothing takes away: what breaks the rule cannot be built, so hiding the error would only move it.</summary>
    Binding,

    /// <summary>An error that a project may lower or suppress, because what breaks the rule still works.</summary>
    Error,

    /// <summary>A warning that a project may raise, lower or suppress.</summary>
    Warning,
}
