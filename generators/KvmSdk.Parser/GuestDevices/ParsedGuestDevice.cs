using KvmSdk.Model;
using KvmSdk.Model.GuestDevices;
using KvmSdk.Model.Rules;

namespace KvmSdk.Parser.GuestDevices;

/// <summary>What the parser and the rules make of one user's device: pure data, without symbols or locations.</summary>
/// <param name="Spec">The device as declared.</param>
/// <param name="CanGenerate">Whether a generated half can stand beside the declaration at all.</param>
/// <param name="Violations">The broken rules.</param>
internal sealed record ParsedGuestDevice(GuestDeviceSpec Spec, bool CanGenerate, EquatableArray<Violation> Violations)
{
    /// <summary>Whether no rule is broken that is more than a warning.</summary>
    public bool IsValid => Violations.All(violation => violation.Rule.Severity == RuleSeverity.Warning);
}
