using KvmSdk.Model.Rules;

namespace KvmSdk;

/// <summary>A value of this instance or start breaks a rule that the compiler could not check. The message carries the rule's id and sentence.</summary>
/// <param name="violation">What is wrong.</param>
public sealed class MachineDefinitionException(Violation violation) : Exception(violation.ToString())
{
    /// <summary>The rule, e.g. <c>KVM0504</c>: the id under which the documentation explains it.</summary>
    public string RuleId => Violation.Rule.Id;

    /// <summary>What is wrong, as data.</summary>
    public Violation Violation { get; } = violation;
}
