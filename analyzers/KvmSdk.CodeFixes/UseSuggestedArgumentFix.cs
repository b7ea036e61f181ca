using System.Collections.Immutable;
using System.Composition;
using KvmSdk.Analyzers;
using KvmSdk.Model.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KvmSdk.CodeFixes;

/// <summary>Gives a factory the argument that the rule suggests, where it is written out in the call.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseSuggestedArgumentFix))]
[Shared]
public sealed class UseSuggestedArgumentFix : MachineFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [PortabilityRules.ForeignPath.Id, FactoryRules.MacUnusable.Id];

    private protected override Repair? Find(SyntaxNode node, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken)
    {
        // A constant that is declared elsewhere may serve others too.
        LiteralExpressionSyntax? literal = (node as ArgumentSyntax)?.Expression as LiteralExpressionSyntax ?? node as LiteralExpressionSyntax;
        return literal is null || diagnostic.Property(DiagnosticProperties.Suggestion) is not { } suggestion
            ? null
            : new($"Write {suggestion}", editor => editor.ReplaceNode(
                literal,
                (current, _) => SyntaxFactory.ParseExpression(suggestion).WithTriviaFrom(current)));
    }
}
