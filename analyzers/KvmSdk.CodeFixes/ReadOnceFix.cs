using System.Collections.Immutable;
using System.Composition;
using KvmSdk.Analyzers.HotPath.Fetches;
using KvmSdk.Model.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KvmSdk.CodeFixes;

/// <summary>Uses what was read of guest memory before, in place of reading it again.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReadOnceFix))]
[Shared]
public sealed class ReadOnceFix : MachineFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [HotPathRules.FetchedTwice.Id];

    private protected override Repair? Find(SyntaxNode node, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken)
    {
        if (node.FirstAncestorOrSelf<ExpressionSyntax>(candidate => candidate.Span == diagnostic.Location.SourceSpan) is not { } second
            || diagnostic.AdditionalLocations is not [{ } location, ..]
            || node.SyntaxTree.GetRoot(cancellationToken).FindNode(location.SourceSpan, getInnermostNodeForTie: true) is not { } first
            || LocalOf(first) is not { } declarator
            || !SyntaxFactory.AreEquivalent(first, second)
            || model.GetDeclaredSymbol(declarator, cancellationToken) is not ILocalSymbol { RefKind: RefKind.None } local
            || !SymbolEqualityComparer.Default.Equals(local.Type, model.GetTypeInfo(second, cancellationToken).Type)
            || !Holds(local, declarator, second, model, cancellationToken))
        {
            return null;
        }

        return new($"Use '{local.Name}', which was read before", editor => editor.ReplaceNode(
            second, (current, _) => SyntaxFactory.IdentifierName(declarator.Identifier.WithoutTrivia()).WithTriviaFrom(current)));
    }

    /// <summary>The local whose value the read is, with nothing added to it.</summary>
    private static VariableDeclaratorSyntax? LocalOf(SyntaxNode read) =>
        read.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax } declarator }
            ? declarator
            : null;

    /// <summary>Whether the local can be named at the second read, and still has its first value there.</summary>
    private static bool Holds(
        ILocalSymbol local, VariableDeclaratorSyntax declarator, ExpressionSyntax second, SemanticModel model, CancellationToken cancellationToken) =>
        FunctionAround(declarator) is { } function
        && FunctionAround(second) == function
        && model.LookupSymbols(second.SpanStart, name: local.Name).Contains(local, SymbolEqualityComparer.Default)
        && model.GetOperation(function, cancellationToken) is { } body
        && new GuestVariables([body]).IsWrittenOnce(local);

    private static SyntaxNode? FunctionAround(SyntaxNode node) => node.Ancestors().FirstOrDefault(static candidate =>
        candidate is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax);
}
