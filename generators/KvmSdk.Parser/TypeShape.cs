using KvmSdk.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KvmSdk.Parser;

/// <summary>What a type's declaration looks like to whoever adds a generated half to it.</summary>
internal static class TypeShape
{
    private static readonly SymbolDisplayFormat _textFormat =
        SymbolDisplayFormat.FullyQualifiedFormat.WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    /// <summary>C# text of <paramref name="type"/> that means the same in any file.</summary>
    public static string TextOf(ITypeSymbol type) => type.ToDisplayString(_textFormat);

    /// <summary>Why no half can be added where the type stands, and the remedy; null if one can.</summary>
    /// <param name="type">The type.</param>
    /// <param name="noun">What it is, for the remedy.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static (string Problem, string Remedy)? WhyBadlyNested(INamedTypeSymbol type, string noun, CancellationToken cancellationToken)
    {
        if (type.TypeParameters.Length > 0)
        {
            return ("is generic", "remove its type parameters");
        }

        if (type.IsFileLocal)
        {
            return ("is file-local, so no second file can add to it", "remove 'file'");
        }

        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            if (outer.TypeParameters.Length > 0)
            {
                return ($"is nested in the generic type '{outer.Name}'", "move it to a namespace");
            }

            if (outer.IsFileLocal)
            {
                return ($"is nested in '{outer.Name}', which is file-local", "move it to a namespace");
            }

            if (!IsPartial(outer, cancellationToken))
            {
                return ($"is nested in '{outer.Name}', which is not partial", $"make '{outer.Name}' partial, or move {noun} to a namespace");
            }
        }

        return null;
    }

    /// <summary>Whether one of the type's declarations says <c>partial</c>.</summary>
    public static bool IsPartial(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        foreach (SyntaxReference reference in type.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax(cancellationToken) is TypeDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PartialKeyword))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The declarations that the type is nested in, outermost first.</summary>
    public static EquatableArray<string> EnclosingTypes(INamedTypeSymbol type)
    {
        List<string> types = [];
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            string keyword = outer switch
            {
                { IsRecord: true, TypeKind: TypeKind.Struct } => "record struct",
                { IsRecord: true } => "record",
                { TypeKind: TypeKind.Struct } => "struct",
                { TypeKind: TypeKind.Interface } => "interface",
                _ => "class",
            };
            types.Insert(0, $"partial {keyword} {(ReservedNames.IsKeyword(outer.Name) ? "@" : "")}{outer.Name}");
        }

        return types.ToEquatableArray();
    }

    /// <summary>The widest accessibility that a member of the type may have: <c>public</c>, <c>internal</c> or <c>private</c>.</summary>
    public static string AccessOf(INamedTypeSymbol type)
    {
        string access = "public";
        for (INamedTypeSymbol? outer = type; outer is not null; outer = outer.ContainingType)
        {
            switch (outer.DeclaredAccessibility)
            {
                case Accessibility.Public:
                    break;
                case Accessibility.Internal or Accessibility.ProtectedOrInternal:
                    access = "internal";
                    break;
                default:
                    return "private";
            }
        }

        return access;
    }

    /// <summary>The type's namespace; empty for the global one.</summary>
    public static string NamespaceOf(INamedTypeSymbol type) => type.ContainingNamespace is { IsGlobalNamespace: false } @namespace ? @namespace.ToDisplayString() : "";
}
