using Microsoft.CodeAnalysis;

namespace KvmSdk.Generators;

/// <summary>Tells whether a declaration is the one that its type is generated for.</summary>
internal static class FirstDeclaration
{
    /// <summary>Two declarations of one type may both carry the attribute for a while, which C# reports; there is one type all the same.</summary>
    public static bool Is(GeneratorAttributeSyntaxContext syntax) =>
        syntax.TargetSymbol.GetAttributes().First(attribute => SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, syntax.Attributes[0].AttributeClass))
            is { ApplicationSyntaxReference: { } first } && first.SyntaxTree == syntax.TargetNode.SyntaxTree && syntax.TargetNode.Span.Contains(first.Span);
}
