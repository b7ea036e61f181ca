using System.Collections.Immutable;
using System.Composition;
using KvmSdk.Model.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KvmSdk.CodeFixes;

/// <summary>Takes away the attribute that declares one device, boot source or initial RAM disk too many.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveAttributeFix))]
[Shared]
public sealed class RemoveAttributeFix : MachineFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        [DeviceRules.TwoDevicesOnOneProperty.Id, BootRules.TwoBootSources.Id, BootRules.InitrdWithoutKernel.Id];

    private protected override Repair? Find(SyntaxNode node, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken) =>
        node.FirstAncestorOrSelf<AttributeSyntax>() is { } attribute
        && attribute.FirstAncestorOrSelf<PropertyDeclarationSyntax>() is { } property
            ? new(
                $"Remove [{attribute.Name}] from '{property.Identifier.ValueText}'",
                editor => editor.ReplaceNode(property, (current, _) => Without((PropertyDeclarationSyntax)current, attribute.Name.ToString())))
            : null;

    private static PropertyDeclarationSyntax Without(PropertyDeclarationSyntax property, string name)
    {
        AttributeSyntax? attribute = property.AttributeLists.SelectMany(list => list.Attributes).FirstOrDefault(candidate => candidate.Name.ToString() == name);
        if (attribute?.Parent is not AttributeListSyntax list)
        {
            return property;
        }

        // What stands before the first list (documentation, indentation) belongs to the property.
        return list.Attributes.Count == 1
            ? property.WithAttributeLists(property.AttributeLists.Remove(list)).WithLeadingTrivia(property.GetLeadingTrivia())
            : property.ReplaceNode(list, list.WithAttributes(list.Attributes.Remove(attribute)));
    }
}
