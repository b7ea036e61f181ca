// Why the compiler's numbers can be trusted: a test compiles some hundred structs and compares with sizeof at run time; and the running
// machine refuses a place that is too small for the type.

using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;

namespace KvmSdk.Parser;

/// <summary>
/// The size and alignment of an unmanaged type as the runtime lays it out on x86-64, or why it has none that a guest could rely on.
/// </summary>
/// <param name="Size">Bytes, 1 or more.</param>
/// <param name="Alignment">A power of two.</param>
/// <param name="Problem">Why it cannot be shared, as the end of a sentence; null if it can.</param>
internal readonly record struct SharedLayout(int Size, int Alignment, string? Problem = null)
{
    private const string OfFramework = "is of the framework, which does not tell its layout";

    /// <summary>Numbers of the framework's whose fields its reference assemblies do not show.</summary>
    private static readonly Dictionary<string, SharedLayout> _framework = new()
    {
        ["System.Half"] = new(2, 2),
        ["System.Int128"] = new(16, 16),
        ["System.UInt128"] = new(16, 16),
        ["System.Guid"] = new(16, 4),
        ["System.TimeSpan"] = new(8, 8),
        ["System.DateOnly"] = new(4, 4),
        ["System.TimeOnly"] = new(8, 8),
        ["System.Text.Rune"] = new(4, 4),
    };

    /// <summary>The layout of <paramref name="type"/>.</summary>
    public static SharedLayout Of(ITypeSymbol type) => Of(type, []);

    private static SharedLayout Of(ITypeSymbol type, HashSet<ITypeSymbol> enclosing) => type switch
    {
        { TypeKind: TypeKind.Error } => new(1, 1), // The compiler reports it.
        IPointerTypeSymbol or IFunctionPointerTypeSymbol => new(8, 8),
        INamedTypeSymbol { TypeKind: TypeKind.Enum, EnumUnderlyingType: { } underlying } => Of(underlying, enclosing),
        _ when OfSpecial(type.SpecialType) is { } special => special,
        { IsReferenceType: true } => Not("is a reference, which means nothing to a guest"),
        { IsRefLikeType: true } => Not("is a ref struct"),
        INamedTypeSymbol { IsGenericType: true } => Not("is generic"),
        { SpecialType: not SpecialType.None } => Not(OfFramework), // DateTime; the compiler does not even read its fields.
        INamedTypeSymbol { TypeKind: TypeKind.Struct } structure => OfStruct(structure, enclosing),
        _ => Not("is no struct"),
    };

    private static SharedLayout OfStruct(INamedTypeSymbol type, HashSet<ITypeSymbol> enclosing)
    {
        if (_framework.TryGetValue(type.ToDisplayString(), out SharedLayout known))
        {
            return known;
        }

        if (!enclosing.Add(type))
        {
            return new(1, 1); // It contains itself, which the compiler reports.
        }

        DeclaredLayout declared = DeclaredLayout.Of(type);
        SharedLayout layout = declared.Kind == LayoutKind.Auto
            ? Not("has LayoutKind.Auto, so that its fields have no fixed place")
            : Place(type, declared, enclosing);
        enclosing.Remove(type);
        return layout;
    }

    private static SharedLayout Place(INamedTypeSymbol type, DeclaredLayout declared, HashSet<ITypeSymbol> enclosing)
    {
        long end = 0;
        int alignment = 1;
        foreach (IFieldSymbol field in type.GetMembers().OfType<IFieldSymbol>().Where(field => !field.IsStatic && !field.IsConst))
        {
            // A reference assembly keeps only that there are fields, and whether they are references.
            if (field.Name is "_dummy" or "_dummyPrimitive")
            {
                return Not(OfFramework);
            }

            SharedLayout layout = OfField(field, enclosing);
            if (layout.Problem is { } problem)
            {
                string name = (field.AssociatedSymbol ?? field).Name;
                return Not(problem.StartsWith("has field '", StringComparison.Ordinal)
                    ? $"has field '{name}.{problem.Substring("has field '".Length)}"
                    : $"has field '{name}', whose type {problem}");
            }

            int aligned = declared.Pack <= 0 ? layout.Alignment : Math.Min(layout.Alignment, declared.Pack);
            alignment = Math.Max(alignment, aligned);
            long start = declared.Kind == LayoutKind.Explicit ? DeclaredLayout.OffsetOf(field) : RoundUp(end, aligned);
            end = Math.Max(end, start + layout.Size);
        }

        // A declared size is not rounded up, and less than the fields need has no effect.
        long size = declared.Size > 0 ? Math.Max(declared.Size, end) : RoundUp(Math.Max(end, 1), alignment);
        size *= DeclaredLayout.RepetitionsOf(type) ?? 1;
        return size is > 0 and <= int.MaxValue ? new((int)size, alignment) : Not("is larger than any type can be");
    }

    private static SharedLayout OfField(IFieldSymbol field, HashSet<ITypeSymbol> enclosing)
    {
        if (!field.IsFixedSizeBuffer || field.Type is not IPointerTypeSymbol { PointedAtType: { } element })
        {
            return Of(field.Type, enclosing);
        }

        SharedLayout one = Of(element, enclosing);
        long size = (long)one.Size * field.FixedSize;
        return size <= int.MaxValue ? one with { Size = (int)size } : Not("is larger than any type can be");
    }

    private static SharedLayout? OfSpecial(SpecialType type) => type switch
    {
        SpecialType.System_Boolean or SpecialType.System_Byte or SpecialType.System_SByte => new(1, 1),
        SpecialType.System_Char or SpecialType.System_Int16 or SpecialType.System_UInt16 => new(2, 2),
        SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Single => new(4, 4),
        SpecialType.System_Int64 or SpecialType.System_UInt64 or SpecialType.System_Double => new(8, 8),
        SpecialType.System_IntPtr or SpecialType.System_UIntPtr => new(8, 8),
        SpecialType.System_Decimal => new(16, 8),
        _ => null,
    };

    private static SharedLayout Not(string problem) => new(0, 1, problem);

    private static long RoundUp(long value, int alignment) => (value + alignment - 1) / alignment * alignment;
}
