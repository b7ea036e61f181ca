namespace KvmSdk.Model.Spec;

/// <summary>What a network device's attribute says besides its place.</summary>
/// <param name="Mac">The station's address as declared, unchecked; null leaves it to the planner.</param>
/// <param name="Mtu">The largest packet as declared, unchecked; null to say nothing of it.</param>
public sealed record NetSpec(string? Mac, int? Mtu);
