namespace KvmSdk.Model.Spec;

/// <summary>A device's need for a memory-mapped window.</summary>
/// <param name="Size">The size in bytes: a power of two, at least a page, so that a guest can map it alone.</param>
/// <param name="Argument">The attribute argument that fixes its address.</param>
/// <param name="Fixed">The address as declared, unchecked; null leaves the choice to the planner.</param>
public sealed record WindowRequest(ulong Size, string Argument, ulong? Fixed);
