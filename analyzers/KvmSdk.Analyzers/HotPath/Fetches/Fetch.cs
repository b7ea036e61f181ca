using Microsoft.CodeAnalysis;

namespace KvmSdk.Analyzers.HotPath.Fetches;

/// <summary>One read of guest memory.</summary>
/// <param name="Place">What is read.</param>
/// <param name="Syntax">Where.</param>
internal sealed record Fetch(GuestPlace Place, SyntaxNode Syntax);
