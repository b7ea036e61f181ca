// Why an ArgumentException, where a machine's rules throw MachineDefinitionException: the call is wrong by itself, and at its own place,
// whether the value ever becomes a machine's or not.

using KvmSdk.Model.Rules;

namespace KvmSdk;

/// <summary>A factory of configuration values was given an argument that breaks a rule. The message carries the rule's id and sentence, as the editor shows them for a constant.</summary>
/// <param name="violation">What is wrong.</param>
public sealed class ConfigurationValueException(Violation violation) : ArgumentException(violation.ToString())
{
    /// <summary>The rule, e.g. <c>KVM0409</c>: the id under which the documentation explains it.</summary>
    public string RuleId => Violation.Rule.Id;

    /// <summary>What is wrong, as data.</summary>
    public Violation Violation { get; } = violation;

    /// <inheritdoc/>
    public override string? ParamName => Violation.Target.Argument;

    /// <summary>Throws if a rule is broken.</summary>
    internal static void Require(Violation? violation)
    {
        if (violation is not null)
        {
            throw new ConfigurationValueException(violation);
        }
    }
}
