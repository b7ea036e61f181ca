using System.Collections.Immutable;
using System.Composition;
using KvmSdk.Model.Rules;
using KvmSdk.Parser;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace KvmSdk.CodeFixes;

/// <summary>Declares a flat image for a machine that has nothing to start from.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddBootSourceFix))]
[Shared]
public sealed class AddBootSourceFix : MachineFixProvider
{
    private static readonly string[] _names = ["Program", "Image", "BootImage"];

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [BootRules.NoBootSource.Id];

    private protected override Repair? Find(SyntaxNode node, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken)
    {
        if (node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } machine
            || model.GetDeclaredSymbol(machine, cancellationToken) is not { } symbol
            || model.Compilation.GetTypeByMetadataName(WellKnownNames.GuestImage) is not { } image
            || Array.Find(_names, name => name != symbol.Name && symbol.GetMembers(name).IsEmpty) is not { } name)
        {
            return null;
        }

        return new($"Add [FlatImage] property '{name}'", editor =>
        {
            Usings.Ensure(editor, model, machine, image);
            editor.ReplaceNode(machine, (current, _) => WithProperty((TypeDeclarationSyntax)current, name));
        });
    }

    private static TypeDeclarationSyntax WithProperty(TypeDeclarationSyntax machine, string name)
    {
        string newLine = NewLine.Of(machine.SyntaxTree.GetRoot());
        TypeDeclarationSyntax open = WithBody(machine, newLine);
        SyntaxTrivia lineEnd = SyntaxFactory.EndOfLine(newLine);
        MemberDeclarationSyntax property = SyntaxFactory.ParseMemberDeclaration(
            $"[global::KvmSdk.FlatImage] public required global::KvmSdk.GuestImage {name} {{ get; init; }}")!
            .WithTrailingTrivia(Enumerable.Repeat(lineEnd, open.Members.Count > 0 ? 2 : 1));
        return open.WithMembers(open.Members.Insert(0, property.WithAdditionalAnnotations(Formatter.Annotation, Simplifier.Annotation)));
    }

    private static TypeDeclarationSyntax WithBody(TypeDeclarationSyntax machine, string newLine)
    {
        if (!machine.OpenBraceToken.IsKind(SyntaxKind.None))
        {
            return machine;
        }

        SyntaxToken Brace(SyntaxKind kind) => SyntaxFactory.Token(kind).WithAdditionalAnnotations(Formatter.Annotation);
        SyntaxTrivia lineEnd = SyntaxFactory.EndOfLine(newLine);
        return machine
            .WithSemicolonToken(default)
            .WithOpenBraceToken(Brace(SyntaxKind.OpenBraceToken).WithLeadingTrivia(lineEnd).WithTrailingTrivia(lineEnd))
            .WithCloseBraceToken(Brace(SyntaxKind.CloseBraceToken).WithTrailingTrivia(machine.SemicolonToken.TrailingTrivia));
    }
}
