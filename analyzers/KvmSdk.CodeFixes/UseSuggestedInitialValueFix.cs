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

/// <summary>Gives a device property the value that the rule suggests, where it is declared or where an instance sets it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseSuggestedInitialValueFix))]
[Shared]
public sealed class UseSuggestedInitialValueFix : MachineFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [ValueRules.SharedTerminal.Id, NetRules.TapShared.Id, BalloonRules.LargerThanMemory.Id, PmemRules.OptionWithoutEffect.Id];

    private protected override Repair? Find(SyntaxNode node, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken)
    {
        if (diagnostic.Property(DiagnosticProperties.Suggestion) is not { } suggestion || Assigned(node) is not var (property, value))
        {
            return null;
        }

        return new($"Initialise '{property}' with {suggestion.Replace("global::KvmSdk.", "")}", editor => editor.ReplaceNode(
            value,
            (current, _) => Simplified(SyntaxFactory.ParseExpression(suggestion)).WithTriviaFrom(current)));
    }

    /// <summary>The value with each name in it as short as the place allows: a call is no name, but what is called has one.</summary>
    private static ExpressionSyntax Simplified(ExpressionSyntax value) => value.ReplaceNodes(
        value.DescendantNodesAndSelf().OfType<MemberAccessExpressionSyntax>(),
        static (_, name) => name.WithAdditionalAnnotations(Simplifier.Annotation));

    /// <summary>The property whose value <paramref name="node"/> is, and all of the value, with the parentheses around it.</summary>
    private static (string Property, ExpressionSyntax Value)? Assigned(SyntaxNode node) => node.Parent switch
    {
        EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax property } initializer => (property.Identifier.ValueText, initializer.Value),
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax property } assignment when assignment.Right == node => (property.Identifier.ValueText, assignment.Right),
        ParenthesizedExpressionSyntax outer => Assigned(outer),
        _ => null,
    };
}
