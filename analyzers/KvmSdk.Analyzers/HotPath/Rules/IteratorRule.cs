using System.Collections.Immutable;
using KvmSdk.Model.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace KvmSdk.Analyzers.HotPath.Rules;

/// <summary>KVM0708: the first <c>yield</c> of a function is what makes it an iterator.</summary>
internal sealed class IteratorRule : HotRule
{
    public override ImmutableArray<OperationKind> Kinds { get; } = [OperationKind.YieldReturn, OperationKind.YieldBreak];

    public override Finding Look(IOperation operation, HotScope scope)
    {
        IMethodSymbol function = FunctionAround(operation) ?? scope.Method;
        if (!scope.IsFirstYieldOf(function))
        {
            return Finding.None;
        }

        scope.Report(HotPathRules.Iterator, ((YieldStatementSyntax)operation.Syntax).YieldKeyword.GetLocation(), Names.Of(function));
        return Finding.Reported;
    }

    private static IMethodSymbol? FunctionAround(IOperation operation)
    {
        for (IOperation? outer = operation.Parent; outer is not null; outer = outer.Parent)
        {
            if (outer is ILocalFunctionOperation function)
            {
                return function.Symbol;
            }
        }

        return null;
    }
}
