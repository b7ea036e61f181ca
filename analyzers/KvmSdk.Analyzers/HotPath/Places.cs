using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KvmSdk.Analyzers.HotPath;

/// <summary>The text that is underlined: what names the mistake, not all that stands around it.</summary>
internal static class Places
{
    /// <summary>The name by which something is called or made, or the whole node where it has none.</summary>
    public static SyntaxNode NameIn(SyntaxNode node) => node switch
    {
        InvocationExpressionSyntax invocation => NameIn(invocation.Expression),
        MemberAccessExpressionSyntax access => access.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        ConditionalAccessExpressionSyntax access => NameIn(access.WhenNotNull),
        ObjectCreationExpressionSyntax creation => creation.Type,
        ParenthesizedExpressionSyntax parenthesized => NameIn(parenthesized.Expression),
        _ => node,
    };

    /// <summary>The arrow of a lambda, or the keyword of an anonymous method.</summary>
    public static Location OfFunction(SyntaxNode node) => node switch
    {
        LambdaExpressionSyntax lambda => lambda.ArrowToken.GetLocation(),
        AnonymousMethodExpressionSyntax method => method.DelegateKeyword.GetLocation(),
        LocalFunctionStatementSyntax function => function.Identifier.GetLocation(),
        _ => node.GetLocation(),
    };
}
