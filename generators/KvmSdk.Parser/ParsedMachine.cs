using KvmSdk.Model;
using KvmSdk.Model.Plan;
using KvmSdk.Model.Rules;
using KvmSdk.Model.Spec;

namespace KvmSdk.Parser;

/// <summary>What the parser and the planner make of one declaration: pure data, without symbols or locations.</summary>
/// <param name="Spec">The machine as declared; its shape holds even where a rule is broken.</param>
/// <param name="Plan">The machine with everything assigned; null if a rule is broken that is more than a warning.</param>
/// <param name="CanGenerate">Whether a generated half can stand beside the declaration at all.</param>
/// <param name="Violations">The broken rules.</param>
internal sealed record ParsedMachine(MachineSpec Spec, MachinePlan? Plan, bool CanGenerate, EquatableArray<Violation> Violations);
