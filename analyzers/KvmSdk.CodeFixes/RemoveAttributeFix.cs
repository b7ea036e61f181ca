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
        [DeviceRules.TwoDevicesOnOneProperty.Id, BootRules.TwoBootSources.Id, BootRules.InitrdWithoutKernel.Id, GuestDeviceRules.TwoBuses.Id, ConsoleRules.SecondOfSingle.Id,
        BalloonRules.TwoBalloons.Id, MultibootRules.ModuleWithoutKernel.Id];

    private protected override Repair? Find(SyntaxNode node, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken) =>
        node.FirstAncestorOrSelf<AttributeSyntax>() is { } attribute
        && attribute.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member
            ? new(
                $"Remove [{attribute.Name}] from '{NameOf(member)}'",
                editor => editor.ReplaceNode(member, (current, _) => Without((MemberDeclarationSyntax)current, attribute.Name.ToString())))
            : null;

    private static string NameOf(MemberDeclarationSyntax member) => member switch
    {
        PropertyDeclarationSyntax property => property.Identifier.ValueText,
        BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
        _ => "the declaration",
    };

    private static MemberDeclarationSyntax Without(MemberDeclarationSyntax property, string name)
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
