using System.Collections.Immutable;
using KvmSdk.Model.Rules;
using Microsoft.CodeAnalysis;

namespace KvmSdk.Analyzers.HotPath.Rules;

/// <summary>KVM0701: <c>new</c> of a class, anonymous types, copies of record classes.</summary>
internal sealed class ObjectRule : HotRule
{
    public override ImmutableArray<OperationKind> Kinds { get; } =
    [
        OperationKind.ObjectCreation, OperationKind.AnonymousObjectCreation, OperationKind.TypeParameterObjectCreation,
        OperationKind.DynamicObjectCreation, OperationKind.With,
    ];

    public override Finding Look(IOperation operation, HotScope scope)
    {
        // A type parameter that is not known to be a structure may stand for a class.
        if (operation.Type is not { IsValueType: false } type)
        {
            return Finding.None;
        }

        scope.Report(HotPathRules.ObjectAllocated, operation.Syntax.GetLocation(), type.IsAnonymousType ? "anonymous" : Names.Of(type), scope.Path);
        return Finding.ReportedWithContents;
    }
}
