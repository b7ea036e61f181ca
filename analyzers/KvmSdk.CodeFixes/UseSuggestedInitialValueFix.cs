using System.Collections.Immutable;
using System.Composition;
using KvmSdk.Analyzers;
using KvmSdk.Model.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace KvmSdk.CodeFixes;

/// <summary>Gives a device property the initial value that the rule suggests.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseSuggestedInitialValueFix))]
[Shared]
public sealed class UseSuggestedInitialValueFix : MachineFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [ValueRules.SharedTerminal.Id];

    private protected override Repair? Find(SyntaxNode node, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken)
    {
        if (diagnostic.Property(DiagnosticProperties.Suggestion) is not { } suggestion
            || node.FirstAncestorOrSelf<PropertyDeclarationSyntax>() is not { Initializer: { } initializer } property)
        {
            return null;
        }

        return new($"Initialise '{property.Identifier.ValueText}' with {suggestion.Replace("global::KvmSdk.", "")}", editor => editor.ReplaceNode(
            initializer.Value,
            (current, _) => SyntaxFactory.ParseExpression(suggestion).WithTriviaFrom(current).WithAdditionalAnnotations(Simplifier.Annotation)));
    }
}
