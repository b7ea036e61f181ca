using Microsoft.CodeAnalysis;

namespace KvmSdk.Analyzers.HotPath;

/// <summary>How many bytes an element of a span or behind a pointer takes, as far as the language fixes it.</summary>
internal static class ElementSize
{
    /// <summary>The size of a type, or null for one whose layout is not fixed by the language.</summary>
    public static int? Of(ITypeSymbol? type) => ((type as INamedTypeSymbol)?.EnumUnderlyingType ?? type)?.SpecialType switch
    {
        SpecialType.System_Boolean or SpecialType.System_Byte or SpecialType.System_SByte => 1,
        SpecialType.System_Int16 or SpecialType.System_UInt16 or SpecialType.System_Char => 2,
        SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Single => 4,
        SpecialType.System_Int64 or SpecialType.System_UInt64 or SpecialType.System_Double => 8,
        _ => null,
    };

    /// <summary>What a span or a pointer is of, or null for another type.</summary>
    public static ITypeSymbol? ElementOf(ITypeSymbol? type) => type switch
    {
        IPointerTypeSymbol pointer => pointer.PointedAtType,
        INamedTypeSymbol { TypeArguments: [{ } element] } when IsSpan(type) => element,
        _ => null,
    };

    /// <summary>Whether a type is a span, of either kind.</summary>
    public static bool IsSpan(ITypeSymbol? type) => Names.Are(type, nameof(System), "Span`1") || Names.Are(type, nameof(System), "ReadOnlySpan`1");
}
