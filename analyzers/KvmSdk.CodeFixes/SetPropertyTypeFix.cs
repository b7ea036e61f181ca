using System.Collections.Immutable;
using System.Composition;
using KvmSdk.Analyzers;
using KvmSdk.Model.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KvmSdk.CodeFixes;

/// <summary>Gives a device property the type that its attribute needs.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SetPropertyTypeFix))]
[Shared]
public sealed class SetPropertyTypeFix : MachineFixProvider
{
    private const string Global = "global::";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DeviceRules.WrongPropertyType.Id];

    private protected override Repair? Find(SyntaxNode node, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken)
    {
        if (diagnostic.Property(DiagnosticProperties.Suggestion) is not { } suggestion
            || model.Compilation.GetTypeByMetadataName(suggestion.Substring(Global.Length)) is not { } type
            || node.FirstAncestorOrSelf<PropertyDeclarationSyntax>() is not { } property)
        {
            return null;
        }

        return new($"Change the type of '{property.Identifier.ValueText}' to '{type.Name}'", editor =>
        {
            Usings.Ensure(editor, model, property, type);
            editor.ReplaceNode(property.Type, (current, generator) => generator.TypeExpression(type).WithTriviaFrom(current));
        });
    }
}
