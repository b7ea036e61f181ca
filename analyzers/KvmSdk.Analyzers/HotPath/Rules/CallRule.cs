using System.Collections.Immutable;
using KvmSdk.Analyzers.HotPath.Calls;
using KvmSdk.Model.Rules;
using Microsoft.CodeAnalysis;

namespace KvmSdk.Analyzers.HotPath.Rules;

/// <summary>KVM0730: a call to a method of which nothing is known. Its declaration is shown, so that it can be marked.</summary>
internal sealed class CallRule : HotRule
{
    public override ImmutableArray<OperationKind> Kinds => CalledMethods.Kinds;

    public override Finding Look(IOperation operation, HotScope scope)
    {
        foreach (CalledMethod call in CalledMethods.In(operation, scope.Model))
        {
            if (!call.IsDispatched && scope.Code.Judge.Of(call.Method) != CallVerdict.Fine)
            {
                scope.Report(HotPathRules.CallNotHot, call.Place.GetLocation(), Declarations.Of(call.Method), Names.Of(call.Method), scope.Path);
                return Finding.Reported;
            }
        }

        return Finding.None;
    }
}
