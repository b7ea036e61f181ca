using KvmSdk.Model.Plan;
using KvmSdk.Model.Spec;
using KvmSdk.Parser;

namespace KvmSdk.Generators;

/// <summary>What the text depends on. Violations are left out, so that a change in them alone renders nothing anew.</summary>
/// <param name="Spec">The machine as declared.</param>
/// <param name="Plan">The machine with everything assigned; null where a rule is broken, for which a fallback is emitted.</param>
/// <param name="CanGenerate">Whether a generated half can stand beside the declaration at all.</param>
internal sealed record MachineInput(MachineSpec Spec, MachinePlan? Plan, bool CanGenerate)
{
    public static MachineInput From(ParsedMachine parsed) => new(parsed.Spec, parsed.Plan, parsed.CanGenerate);
}
