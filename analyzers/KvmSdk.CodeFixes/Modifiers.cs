using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KvmSdk.CodeFixes;

/// <summary>Changes of a declaration's modifiers that keep what stands around them.</summary>
internal static class Modifiers
{
    public static bool IsPartial(TypeDeclarationSyntax type) => type.Modifiers.Any(SyntaxKind.PartialKeyword);

    /// <summary>The declaration with <c>partial</c>, which must be the last modifier.</summary>
    public static TypeDeclarationSyntax AddPartial(TypeDeclarationSyntax type)
    {
        if (IsPartial(type))
        {
            return type;
        }

        SyntaxToken partial = SyntaxFactory.Token(SyntaxKind.PartialKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        if (type.Modifiers.Count > 0)
        {
            return type.WithModifiers(type.Modifiers.Add(partial));
        }

        // The keyword's leading trivia (comments, indentation) belongs before the first modifier.
        partial = partial.WithLeadingTrivia(type.Keyword.LeadingTrivia);
        return type.WithKeyword(type.Keyword.WithLeadingTrivia()).WithModifiers([partial]);
    }

    /// <summary>The modifiers without those of the given kinds; leading trivia of the first one stays in place.</summary>
    public static SyntaxTokenList Without(SyntaxTokenList modifiers, params SyntaxKind[] kinds)
    {
        SyntaxTokenList kept = [.. modifiers.Where(modifier => !kinds.Contains(modifier.Kind()))];
        return kept.Count > 0 && modifiers.Count > 0
            ? kept.Replace(kept[0], kept[0].WithLeadingTrivia(modifiers[0].LeadingTrivia))
            : kept;
    }
}
