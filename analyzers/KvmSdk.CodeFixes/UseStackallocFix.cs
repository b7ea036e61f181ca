using System.Collections.Immutable;
using System.Composition;
using KvmSdk.Analyzers.HotPath;
using KvmSdk.Model.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KvmSdk.CodeFixes;

/// <summary>Puts a small array that only becomes a local span on the stack.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseStackallocFix))]
[Shared]
public sealed class UseStackallocFix : MachineFixProvider
{
    /// <summary>As much as stands on a stack without a second thought: a thread of a machine has 1 MiB.</summary>
    private const int LargestBytes = 1024;

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [HotPathRules.ArrayAllocated.Id];

    private protected override Repair? Find(SyntaxNode node, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken) =>
        node.FirstAncestorOrSelf<ArrayCreationExpressionSyntax>() is { Parent.Parent: VariableDeclaratorSyntax declarator } array
        && array.Span == diagnostic.Location.SourceSpan
        && ElementSize.IsSpan(model.GetTypeInfo(array, cancellationToken).ConvertedType)
        && BytesOf(array, model, cancellationToken) is <= LargestBytes
        && !IsInLoop(array)
        && !Escapes(declarator, model, cancellationToken)
            ? new("Use stackalloc", editor => editor.ReplaceNode(array, static (current, _) => OnStack((ArrayCreationExpressionSyntax)current)))
            : null;

    private static StackAllocArrayCreationExpressionSyntax OnStack(ArrayCreationExpressionSyntax array) => SyntaxFactory.StackAllocArrayCreationExpression(
        SyntaxFactory.Token(SyntaxKind.StackAllocKeyword).WithTriviaFrom(array.NewKeyword), array.Type, array.Initializer);

    private static int? BytesOf(ArrayCreationExpressionSyntax array, SemanticModel model, CancellationToken cancellationToken) =>
        model.GetTypeInfo(array, cancellationToken).Type is IArrayTypeSymbol { Rank: 1, ElementType: { } element }
        && (array.Initializer?.Expressions.Count ?? model.GetConstantValue(array.Type.RankSpecifiers[0].Sizes[0], cancellationToken).Value) is int count and >= 0
            ? count * ElementSize.Of(element)
            : null;

    /// <summary>What the stack gives is given back only when the method returns.</summary>
    private static bool IsInLoop(SyntaxNode node) => node.Ancestors()
        .TakeWhile(static outer => outer is not (MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
        .Any(static outer => outer is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax or LabeledStatementSyntax);

    /// <summary>Whether the span, or a part of it, is returned or kept, which the compiler allows only for an array.</summary>
    private static bool Escapes(VariableDeclaratorSyntax declarator, SemanticModel model, CancellationToken cancellationToken)
    {
        ISymbol? local = model.GetDeclaredSymbol(declarator, cancellationToken);
        SyntaxNode? body = declarator.Ancestors().FirstOrDefault(static outer => outer is BlockSyntax);
        return body is null || body.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.ValueText == declarator.Identifier.ValueText)
            .Where(name => SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellationToken).Symbol, local))
            .Any(name => name.Ancestors().TakeWhile(outer => outer != body).Any(outer => IsSpanThatLeaves(outer, model, cancellationToken)));
    }

    private static bool IsSpanThatLeaves(SyntaxNode outer, SemanticModel model, CancellationToken cancellationToken)
    {
        ExpressionSyntax? value = outer switch
        {
            ReturnStatementSyntax statement => statement.Expression,
            AssignmentExpressionSyntax assignment => assignment.Right,
            EqualsValueClauseSyntax initializer => initializer.Value,
            _ => null,
        };
        return value is not null && model.GetTypeInfo(value, cancellationToken).Type is { IsRefLikeType: true };
    }
}
