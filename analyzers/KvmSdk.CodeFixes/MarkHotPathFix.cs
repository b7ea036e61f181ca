using System.Collections.Immutable;
using System.Composition;
using KvmSdk.Model.Rules;
using KvmSdk.Parser;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace KvmSdk.CodeFixes;

/// <summary>Marks what a hot path calls: the method, property or constructor itself, or the declaration that stands for its overrides.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MarkHotPathFix))]
[Shared]
public sealed class MarkHotPathFix : MachineFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [HotPathRules.CallNotHot.Id, HotPathRules.DispatchNotHot.Id];

    private protected override Repair? Find(SyntaxNode node, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken)
    {
        // The analyzer names the declaration where there is one in the project, in whatever file.
        if (diagnostic.AdditionalLocations is not [{ SourceTree: { } tree } location, ..]
            || AttributeOf(model.Compilation) is not { } attribute
            || tree.GetRoot(cancellationToken).FindNode(location.SourceSpan) is not { } named
            || named.FirstAncestorOrSelf<SyntaxNode>(static candidate => candidate is MemberDeclarationSyntax or LocalFunctionStatementSyntax) is not { } declaration)
        {
            return null;
        }

        string name = tree.GetText(cancellationToken).ToString(location.SourceSpan);
        return new(
            $"Mark '{name}' [HotPath]",
            editor =>
            {
                Usings.Ensure(editor, model.Compilation.GetSemanticModel(tree), declaration, attribute);
                editor.ReplaceNode(declaration, static (current, _) => WithMark(current));
            },
            tree);
    }

    /// <summary>The attribute that can be written in this compilation: its own, or the runtime's.</summary>
    private static INamedTypeSymbol? AttributeOf(Compilation compilation) =>
        compilation.GetTypesByMetadataName(WellKnownNames.HotPathAttribute)
            .FirstOrDefault(type => compilation.IsSymbolAccessibleWithin(type, compilation.Assembly));

    private static SyntaxNode WithMark(SyntaxNode declaration)
    {
        // The name of a type stands for its primary constructor.
        AttributeListSyntax mark = SyntaxFactory.AttributeList(
            declaration is TypeDeclarationSyntax
                ? SyntaxFactory.AttributeTargetSpecifier(SyntaxFactory.Token(SyntaxKind.MethodKeyword)).WithColonToken(Colon)
                : null,
            [SyntaxFactory.Attribute(SyntaxFactory.ParseName("global::KvmSdk.HotPath")).WithAdditionalAnnotations(Simplifier.Annotation)]);
        if (AttributesOf(declaration).Any(list => list.Attributes.Any(IsMark)))
        {
            return declaration;
        }

        // What stands before the declaration, comments above all, goes before the mark; the indentation is needed on both lines.
        SyntaxTriviaList leading = declaration.GetLeadingTrivia();
        SyntaxTriviaList indentation = leading is [.., { RawKind: (int)SyntaxKind.WhitespaceTrivia } last] ? [last] : [];
        mark = mark.WithLeadingTrivia(leading).WithTrailingTrivia(SyntaxFactory.EndOfLine(NewLine.Of(declaration)));
        return declaration.WithLeadingTrivia(indentation) switch
        {
            MemberDeclarationSyntax member => member.WithAttributeLists(member.AttributeLists.Insert(0, mark)),
            LocalFunctionStatementSyntax function => function.WithAttributeLists(function.AttributeLists.Insert(0, mark)),
            var other => other,
        };
    }

    private static SyntaxToken Colon => SyntaxFactory.Token(SyntaxKind.ColonToken).WithTrailingTrivia(SyntaxFactory.Space);

    private static SyntaxList<AttributeListSyntax> AttributesOf(SyntaxNode declaration) => declaration switch
    {
        MemberDeclarationSyntax member => member.AttributeLists,
        LocalFunctionStatementSyntax function => function.AttributeLists,
        _ => default,
    };

    private static bool IsMark(AttributeSyntax attribute) => attribute.Name.ToString().EndsWith("HotPath", StringComparison.Ordinal);
}
