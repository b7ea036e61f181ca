using System.Collections.Immutable;
using System.Composition;
using KvmSdk.Model.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace KvmSdk.CodeFixes;

/// <summary>Gives a device property <c>{ get; init; }</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddInitFix))]
[Shared]
public sealed class AddInitFix : MachineFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DeviceRules.PropertyWithoutInit.Id];

    private protected override Repair? Find(SyntaxNode node, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken) =>
        node.FirstAncestorOrSelf<PropertyDeclarationSyntax>() is { ExplicitInterfaceSpecifier: null } property && IsSimple(property)
            ? new(
                $"Give '{property.Identifier.ValueText}' {{ get; init; }}",
                editor => editor.ReplaceNode(property, static (current, _) => WithInit((PropertyDeclarationSyntax)current)))
            : null;

    /// <summary>Whether the accessors have no bodies that the change could contradict; a value for a property without storage becomes its initial value.</summary>
    private static bool IsSimple(PropertyDeclarationSyntax property) =>
        property.ExpressionBody is not null
        || property.AccessorList!.Accessors.All(accessor => accessor is { Body: null, ExpressionBody: null });

    private static PropertyDeclarationSyntax WithInit(PropertyDeclarationSyntax property)
    {
        AccessorListSyntax accessors = SyntaxFactory.AccessorList(
            [Accessor(SyntaxKind.GetAccessorDeclaration), Accessor(SyntaxKind.InitAccessorDeclaration)]);
        PropertyDeclarationSyntax result = property.WithModifiers(Modifiers.Without(property.Modifiers, SyntaxKind.StaticKeyword));
        if (property.ExpressionBody is not { } body)
        {
            return result.WithAccessorList(accessors.WithTriviaFrom(property.AccessorList!).WithAdditionalAnnotations(Formatter.Annotation));
        }

        return result
            .WithExpressionBody(null)
            .WithAccessorList(accessors)
            .WithInitializer(SyntaxFactory.EqualsValueClause(body.Expression))
            .WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static AccessorDeclarationSyntax Accessor(SyntaxKind kind) =>
        SyntaxFactory.AccessorDeclaration(kind).WithSemicolonToken(SyntaxFactory.Token(SyntaxKind.SemicolonToken));
}
