using System.Collections.Immutable;
using KvmSdk.Model.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace KvmSdk.Analyzers.HotPath.Rules;

/// <summary>KVM0705: a lambda that captures nothing says so, and the compiler keeps it to that.</summary>
internal sealed class StaticLambdaRule : HotRule
{
    public override ImmutableArray<OperationKind> Kinds { get; } = [OperationKind.DelegateCreation];

    public override Finding Look(IOperation operation, HotScope scope)
    {
        // One that captures is the business of KVM0704, which looked before.
        if (operation is not IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Symbol.IsStatic: false } function })
        {
            return Finding.None;
        }

        scope.Report(HotPathRules.LambdaNotStatic, Places.OfFunction(function.Syntax), scope.Path);
        return Finding.Reported;
    }
}
