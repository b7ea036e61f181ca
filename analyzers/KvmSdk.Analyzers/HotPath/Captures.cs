using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace KvmSdk.Analyzers.HotPath;

/// <summary>What a lambda takes from around it.</summary>
internal static class Captures
{
    /// <summary>The first thing that <paramref name="function"/> captures, quoted, or null if it captures nothing.</summary>
    public static string? Of(IAnonymousFunctionOperation function) =>
        function.Symbol.IsStatic
            ? null
            : function.Body.Descendants().Select(operation => Of(operation, function)).FirstOrDefault(static name => name is not null);

    private static string? Of(IOperation operation, IAnonymousFunctionOperation function) => operation switch
    {
        IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } => "'this'",
        ILocalReferenceOperation { Local: { IsConst: false } local } when IsOutside(local, function) => $"'{local.Name}'",
        IParameterReferenceOperation { Parameter: { } parameter } when IsOutside(parameter, function) => $"'{parameter.Name}'",
        IInvocationOperation { TargetMethod: { MethodKind: MethodKind.LocalFunction, IsStatic: false } local } when IsOutside(local, function) =>
            $"'{local.Name}'",
        _ => null,
    };

    private static bool IsOutside(ISymbol symbol, IAnonymousFunctionOperation function) =>
        !symbol.DeclaringSyntaxReferences.Any(reference =>
            reference.SyntaxTree == function.Syntax.SyntaxTree && function.Syntax.Span.Contains(reference.Span));
}
