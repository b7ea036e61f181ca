using System.Collections.Immutable;
using System.Composition;
using KvmSdk.Model.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KvmSdk.CodeFixes;

/// <summary>Makes a lambda that captures nothing say so.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakeLambdaStaticFix))]
[Shared]
public sealed class MakeLambdaStaticFix : MachineFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [HotPathRules.LambdaNotStatic.Id];

    private protected override Repair? Find(SyntaxNode node, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken) =>
        node.FirstAncestorOrSelf<AnonymousFunctionExpressionSyntax>() is { } function
            ? new(
                function is AnonymousMethodExpressionSyntax ? "Make the anonymous method static" : "Make the lambda static",
                editor => editor.ReplaceNode(function, static (current, _) => MakeStatic((AnonymousFunctionExpressionSyntax)current)))
            : null;

    private static AnonymousFunctionExpressionSyntax MakeStatic(AnonymousFunctionExpressionSyntax function)
    {
        SyntaxToken keyword = SyntaxFactory.Token(SyntaxKind.StaticKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        if (function is LambdaExpressionSyntax { AttributeLists.Count: > 0 })
        {
            return function.WithModifiers(function.Modifiers.Insert(0, keyword));
        }

        keyword = keyword.WithLeadingTrivia(function.GetLeadingTrivia());
        AnonymousFunctionExpressionSyntax bare = function.WithoutLeadingTrivia();
        return bare.WithModifiers(bare.Modifiers.Insert(0, keyword));
    }
}
