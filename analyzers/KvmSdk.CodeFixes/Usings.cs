using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace KvmSdk.CodeFixes;

/// <summary>Brings the runtime's names into scope, so that inserted code reads as if written by hand.</summary>
internal static class Usings
{
    private const string Runtime = "KvmSdk";

    /// <summary>Adds <c>using KvmSdk</c> if <paramref name="type"/>'s short name means nothing at <paramref name="place"/> yet.</summary>
    /// <remarks>Where it means something else the qualified name stays, which is right too.</remarks>
    public static void Ensure(SyntaxEditor editor, SemanticModel model, SyntaxNode place, INamedTypeSymbol type)
    {
        if (model.LookupNamespacesAndTypes(place.SpanStart, name: type.Name).IsEmpty && editor.OriginalRoot is CompilationUnitSyntax unit)
        {
            editor.ReplaceNode(unit, static (current, _) => Add((CompilationUnitSyntax)current));
        }
    }

    private static CompilationUnitSyntax Add(CompilationUnitSyntax unit)
    {
        if (unit.Usings.Any(directive => directive.Name?.ToString() == Runtime))
        {
            return unit;
        }

        string newLine = NewLine.Of(unit);
        SyntaxTrivia lineEnd = SyntaxFactory.EndOfLine(newLine);
        UsingDirectiveSyntax directive = SyntaxFactory.ParseCompilationUnit($"using {Runtime};").Usings[0].WithTrailingTrivia(lineEnd);
        return unit.Usings.Count == 0
            ? unit.WithUsings([directive.WithTrailingTrivia(lineEnd, lineEnd)])
            : unit.AddUsings(directive);
    }
}
