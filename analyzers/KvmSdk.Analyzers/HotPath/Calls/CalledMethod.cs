using Microsoft.CodeAnalysis;

namespace KvmSdk.Analyzers.HotPath.Calls;

/// <summary>A method that an operation calls.</summary>
/// <param name="Method">The method, as far as the compiler knows it.</param>
/// <param name="Place">The text that stands for the call.</param>
/// <param name="IsDispatched">Whether another method may be called in its place: an override, or an implementation.</param>
internal readonly record struct CalledMethod(IMethodSymbol Method, SyntaxNode Place, bool IsDispatched);
