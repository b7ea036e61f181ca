namespace KvmSdk.Model.Spec;

/// <summary>A device's need for consecutive I/O ports.</summary>
/// <param name="Count">How many.</param>
/// <param name="Argument">The attribute argument that is answerable for them, and sets them if they can be moved.</param>
/// <param name="Fixed">The first port as declared, unchecked; null leaves the choice to the planner.</param>
/// <param name="Preferred">The planner's first choices, in order.</param>
/// <param name="IsMovable">Whether the argument could name other ports; false for ports that the PC's history fixes.</param>
public sealed record PortRequest(int Count, string Argument, int? Fixed, EquatableArray<int> Preferred = default, bool IsMovable = true);
