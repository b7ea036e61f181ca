using Microsoft.CodeAnalysis;

namespace KvmSdk.Analyzers.HotPath.Calls;

/// <summary>What makes strings.</summary>
internal static class StringCalls
{
    /// <summary>The types that do nothing else.</summary>
    public static MemberTable Table { get; } =
        new([new("System.Text.StringBuilder"), new("System.Runtime.CompilerServices.DefaultInterpolatedStringHandler")]);

    public static bool Contain(IMethodSymbol method) =>
        (method.ReturnType.SpecialType == SpecialType.System_String
            && (method.ContainingType?.SpecialType == SpecialType.System_String || method.Name == WellKnownMemberNames.ObjectToString))
        || Table.Find(method, alsoInherited: false) is not null;
}
