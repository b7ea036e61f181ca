using Microsoft.CodeAnalysis;

namespace KvmSdk.Analyzers.HotPath;

/// <summary>What the messages call types and members: short, as they are written.</summary>
internal static class Names
{
    private static readonly SymbolDisplayFormat _member = new(
        genericsOptions: SymbolDisplayGenericsOptions.None,
        memberOptions: SymbolDisplayMemberOptions.IncludeContainingType,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    /// <summary><c>Type.Member</c>; a property for its accessors.</summary>
    public static string Of(IMethodSymbol method) => method switch
    {
        { MethodKind: MethodKind.LocalFunction } => method.Name,
        { AssociatedSymbol: { } property } => property.ToDisplayString(_member),
        { MethodKind: MethodKind.Constructor } => $"new {Of(method.ContainingType)}",
        _ => (method.ReducedFrom ?? method).ToDisplayString(_member),
    };

    /// <summary>Whether a type is the one with this name in this namespace.</summary>
    public static bool Are(ITypeSymbol? type, string space, string name) => type?.MetadataName == name && type.ContainingNamespace?.ToDisplayString() == space;

    /// <summary>A type with its arguments.</summary>
    public static string Of(ITypeSymbol? type) => type?.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat) ?? "?";
}
