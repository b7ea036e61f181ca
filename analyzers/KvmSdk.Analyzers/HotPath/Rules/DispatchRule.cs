using System.Collections.Immutable;
using KvmSdk.Analyzers.HotPath.Calls;
using KvmSdk.Model.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace KvmSdk.Analyzers.HotPath.Rules;

/// <summary>
/// KVM0731: virtual and interface calls, unless the declaration is hot and so whatever implements it; delegates, function pointers and
/// dynamic, of whose targets nothing can be said.
/// </summary>
internal sealed class DispatchRule : HotRule
{
    private const string CallByName = "call a method by its name, or one that an interface with [HotPath] declares";

    public override ImmutableArray<OperationKind> Kinds { get; } =
    [
        .. CalledMethods.Kinds,
        OperationKind.FunctionPointerInvocation, OperationKind.DynamicInvocation, OperationKind.DynamicMemberReference, OperationKind.DynamicIndexerAccess,
    ];

    public override Finding Look(IOperation operation, HotScope scope)
    {
        string? what = operation switch
        {
            IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } call => $"the delegate '{Names.Of(call.Instance?.Type)}'",
            IFunctionPointerInvocationOperation => "the function pointer",
            IDynamicInvocationOperation or IDynamicMemberReferenceOperation or IDynamicIndexerAccessOperation => "a dynamic operation",
            _ => null,
        };
        if (what is not null)
        {
            scope.Report(HotPathRules.DispatchNotHot, Places.NameIn(operation.Syntax).GetLocation(), what, scope.Path, CallByName);
            return operation is IDynamicInvocationOperation ? Finding.ReportedWithContents : Finding.Reported;
        }

        foreach (CalledMethod call in CalledMethods.In(operation, scope.Model))
        {
            if (call.IsDispatched && scope.Code.Judge.Of(call.Method) != CallVerdict.Fine)
            {
                scope.Report(
                    HotPathRules.DispatchNotHot,
                    call.Place.GetLocation(),
                    Declarations.Of(call.Method),
                    $"'{Names.Of(call.Method)}'",
                    scope.Path,
                    "mark its declaration [HotPath], which holds for all that implement it");
                return Finding.Reported;
            }
        }

        return Finding.None;
    }
}
