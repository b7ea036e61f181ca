// Why two ways: the compiler keeps StructLayout and FieldOffset as attributes only of what it compiles itself. In a referenced assembly they
// are columns of the metadata, which no symbol shows.

using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;

namespace KvmSdk.Parser;

/// <summary>What a struct's declaration says of its layout (ECMA-335, II.10.1.2 and II.10.7).</summary>
/// <param name="Kind">How its fields are placed.</param>
/// <param name="Pack">The most that a field is aligned to; 0 for its own alignment.</param>
/// <param name="Size">The least bytes it has; 0 for as many as its fields need.</param>
internal readonly record struct DeclaredLayout(LayoutKind Kind, int Pack, int Size)
{
    private const int RowMask = 0xFF_FFFF;

    /// <summary>The layout of <paramref name="type"/>.</summary>
    public static DeclaredLayout Of(INamedTypeSymbol type)
    {
        if (MetadataOf(type) is { } reader)
        {
            TypeDefinition definition = reader.GetTypeDefinition(MetadataTokens.TypeDefinitionHandle(type.MetadataToken & RowMask));
            System.Reflection.Metadata.TypeLayout layout = definition.GetLayout();
            LayoutKind kind = (definition.Attributes & TypeAttributes.LayoutMask) switch
            {
                TypeAttributes.SequentialLayout => LayoutKind.Sequential,
                TypeAttributes.ExplicitLayout => LayoutKind.Explicit,
                _ => LayoutKind.Auto,
            };
            return new(kind, layout.PackingSize, layout.Size);
        }

        if (Find(type, "System.Runtime.InteropServices.StructLayoutAttribute") is not { } attribute)
        {
            return new(LayoutKind.Sequential, 0, 0);
        }

        // The constructor takes the enumeration, or a short of old.
        LayoutKind declared = attribute.ConstructorArguments is [var argument]
            ? argument.Value switch { int kind => (LayoutKind)kind, short kind => (LayoutKind)kind, _ => LayoutKind.Sequential }
            : LayoutKind.Sequential;
        var arguments = new AttributeArguments(attribute);
        return new(declared, arguments.Int32("Pack") ?? 0, arguments.Int32("Size") ?? 0);
    }

    /// <summary>The offset that a field of an explicit layout declares; 0 if it declares none, which is an error of its own.</summary>
    public static int OffsetOf(IFieldSymbol field) => MetadataOf(field) is { } reader
        ? reader.GetFieldDefinition(MetadataTokens.FieldDefinitionHandle(field.MetadataToken & RowMask)).GetOffset()
        : Find(field, "System.Runtime.InteropServices.FieldOffsetAttribute") is { ConstructorArguments: [{ Value: int offset }] } ? offset : 0;

    /// <summary>How often an inline array repeats its one field; null for another struct.</summary>
    public static int? RepetitionsOf(INamedTypeSymbol type) =>
        Find(type, "System.Runtime.CompilerServices.InlineArrayAttribute") is { ConstructorArguments: [{ Value: int length }] } ? length : null;

    private static AttributeData? Find(ISymbol symbol, string name) =>
        symbol.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass.Is(name));

    private static MetadataReader? MetadataOf(ISymbol symbol) => symbol.ContainingModule?.GetMetadata()?.GetMetadataReader();
}
