using System.Collections.Immutable;
using KvmSdk.Analyzers.HotPath.Calls;
using KvmSdk.Model.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace KvmSdk.Analyzers.HotPath.Rules;

/// <summary>KVM0710: an enumerator that is an object. One that is a structure is judged by its methods, as calls are.</summary>
internal sealed class EnumeratorRule : HotRule
{
    public override ImmutableArray<OperationKind> Kinds { get; } = [OperationKind.Loop];

    public override Finding Look(IOperation operation, HotScope scope)
    {
        if (operation is not IForEachLoopOperation loop
            || Enumeration.Of(loop, scope.Model) is not { GetEnumeratorMethod.ReturnType: { IsReferenceType: true } enumerator })
        {
            return Finding.None;
        }

        string collection = Names.Of(Enumeration.CollectionType(loop));
        scope.Report(HotPathRules.EnumeratorAllocated, loop.Collection.Syntax.GetLocation(), collection, Names.Of(enumerator), scope.Path);
        return Finding.Reported;
    }
}
