namespace KvmSdk.Model.Spec;

/// <summary>A device's need for an interrupt line (an I/O APIC input, edge-triggered).</summary>
/// <param name="Argument">The attribute argument that fixes it.</param>
/// <param name="Fixed">The line as declared, unchecked; null leaves the choice to the planner.</param>
/// <param name="Preferred">The planner's first choices, in order.</param>
public sealed record IrqRequest(string Argument, int? Fixed, EquatableArray<int> Preferred = default);
