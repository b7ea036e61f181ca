using System.Collections.Immutable;
using KvmSdk.Model.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace KvmSdk.Analyzers.HotPath.Rules;

/// <summary>KVM0709: an async function goes as a whole, so it is reported once and not looked into.</summary>
internal sealed class AsyncRule : HotRule
{
    public override ImmutableArray<OperationKind> Kinds { get; } = [OperationKind.AnonymousFunction, OperationKind.LocalFunction];

    /// <summary>Looks at the hot member itself.</summary>
    /// <returns>Whether it breaks the rule.</returns>
    public static bool LookAtMember(HotScope scope)
    {
        if (scope.Method.IsAsync)
        {
            scope.Report(HotPathRules.Async, scope.Method.Locations[0], $"'{scope.Path}'", scope.Path);
        }

        return scope.Method.IsAsync;
    }

    public override Finding Look(IOperation operation, HotScope scope)
    {
        (IMethodSymbol function, string name) = operation is ILocalFunctionOperation { Symbol: { } local }
            ? (local, $"'{local.Name}'")
            : (((IAnonymousFunctionOperation)operation).Symbol, "A lambda");
        if (!function.IsAsync)
        {
            return Finding.None;
        }

        scope.Report(HotPathRules.Async, Places.OfFunction(operation.Syntax), name, scope.Path);
        return Finding.ReportedWithContents;
    }
}
