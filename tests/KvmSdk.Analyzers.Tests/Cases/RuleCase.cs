namespace KvmSdk.Analyzers.Tests.Cases;

/// <summary>Both sides of one boundary of one rule.</summary>
/// <param name="Id">The rule.</param>
/// <param name="Boundary">Which boundary, in a few words.</param>
/// <param name="Wrong">A declaration just beyond it, marked.</param>
/// <param name="Right">A declaration just within.</param>
public sealed record RuleCase(string Id, string Boundary, string Wrong, string Right);
