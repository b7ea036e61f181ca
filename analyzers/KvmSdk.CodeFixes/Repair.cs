using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Editing;

namespace KvmSdk.CodeFixes;

/// <summary>What one fix would do to one document.</summary>
/// <param name="Title">What the light bulb shows.</param>
/// <param name="Apply">Enters the change into an editor, beside others; it must find its nodes anew in what the editor hands it.</param>
/// <param name="Tree">The file that is changed; null for the one that the diagnostic stands in.</param>
internal sealed record Repair(string Title, Action<SyntaxEditor> Apply, SyntaxTree? Tree = null);
