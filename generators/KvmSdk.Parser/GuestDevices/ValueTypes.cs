using Microsoft.CodeAnalysis;

namespace KvmSdk.Parser.GuestDevices;

/// <summary>The types that a register's value may have: unsigned integers, and enumerations of them.</summary>
internal static class ValueTypes
{
    /// <summary>The type's width in bytes; 0 for a type that no register has.</summary>
    public static int Width(ITypeSymbol type) => Underlying(type).SpecialType switch
    {
        SpecialType.System_Byte => 1,
        SpecialType.System_UInt16 => 2,
        SpecialType.System_UInt32 => 4,
        SpecialType.System_UInt64 => 8,
        _ => 0,
    };

    /// <summary>An enumeration's number; any other type itself.</summary>
    public static ITypeSymbol Underlying(ITypeSymbol type) => type is INamedTypeSymbol { EnumUnderlyingType: { } underlying } ? underlying : type;

    /// <summary>The element of <c>Span&lt;T&gt;</c>, or null for another type.</summary>
    public static ITypeSymbol? SpanElement(ITypeSymbol type) =>
        type is INamedTypeSymbol { Name: "Span", TypeArguments: [{ } element], ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } }
            ? element
            : null;
}
