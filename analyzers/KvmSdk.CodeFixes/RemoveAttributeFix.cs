using System.Collections.Immutable;
using System.Composition;
using KvmSdk.Model.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KvmSdk.CodeFixes;

/// <summary>Takes away the attribute that declares one device, or one boot source, too many.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveAttributeFix))]
[Shared]
public sealed class RemoveAttributeFix : MachineFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        [DeviceRules.TwoDevicesOnOneProperty.Id, BootRules.TwoBootSources.Id];

    private protected override Repair? Find(SyntaxNode node, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken) =>
        node.FirstAncestorOrSelf<AttributeSyntax>() is { } attribute
        && attribute.FirstAncestorOrSelf<PropertyDeclarationSyntax>() is { } property
            ? new(
                $"Remove [{attribute.Name}] from '{property.Identifier.ValueText}'",
                editor => editor.RemoveNode(attribute, SyntaxRemoveOptions.KeepExteriorTrivia))
            : null;
}
