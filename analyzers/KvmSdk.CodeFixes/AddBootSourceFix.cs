using System.Collections.Immutable;
using System.Composition;
using KvmSdk.Model.Rules;
using KvmSdk.Parser;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

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
            || model.Compilation.GetTypeByMetadataName(WellKnownNames.FlatImageAttribute) is not { } attribute
            || model.Compilation.GetTypeByMetadataName(WellKnownNames.GuestImage) is not { } image
            || Array.Find(_names, name => name != symbol.Name && symbol.GetMembers(name).IsEmpty) is not { } name)
        {
            return null;
        }

        return new($"Add [FlatImage] property '{name}'", editor => editor.ReplaceNode(
            machine,
            (current, generator) => WithProperty((TypeDeclarationSyntax)current, generator, name, attribute, image)));
    }

    private static TypeDeclarationSyntax WithProperty(
        TypeDeclarationSyntax machine, SyntaxGenerator generator, string name, INamedTypeSymbol attribute, INamedTypeSymbol image)
    {
        var shape = (PropertyDeclarationSyntax)SyntaxFactory.ParseMemberDeclaration($"public required int {name} {{ get; init; }}")!;
        var list = (AttributeListSyntax)generator.Attribute(generator.TypeExpression(attribute, addImport: true));
        PropertyDeclarationSyntax property = shape
            .WithType(((TypeSyntax)generator.TypeExpression(image, addImport: true)).WithTriviaFrom(shape.Type))
            .WithAttributeLists([list.WithTrailingTrivia(SyntaxFactory.Space)]);
        return (TypeDeclarationSyntax)generator.InsertMembers(machine, 0, property);
    }
}
