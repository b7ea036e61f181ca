using System.Collections.Immutable;
using KvmSdk.Analyzers.HotPath.Calls;
using KvmSdk.Model.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace KvmSdk.Analyzers.HotPath.Rules;

/// <summary>KVM0706: concatenation, interpolation, formatting. A chain of + is one mistake.</summary>
internal sealed class StringRule : HotRule
{
    public override ImmutableArray<OperationKind> Kinds { get; } =
    [
        OperationKind.Binary, OperationKind.CompoundAssignment, OperationKind.InterpolatedString, OperationKind.InterpolatedStringAddition,
        OperationKind.Invocation, OperationKind.ObjectCreation, OperationKind.ImplicitIndexerReference,
    ];

    public override Finding Look(IOperation operation, HotScope scope)
    {
        if (NameOf(operation, scope) is not { } name)
        {
            return Finding.None;
        }

        scope.Report(HotPathRules.StringBuilt, Places.NameIn(operation.Syntax).GetLocation(), name, scope.Path);
        return Finding.ReportedWithContents;
    }

    /// <summary>What builds a string here, or null.</summary>
    private static string? NameOf(IOperation operation, HotScope scope) => operation switch
    {
        IBinaryOperation { Type.SpecialType: SpecialType.System_String, OperatorMethod: null } => "The operator +",
        ICompoundAssignmentOperation { Type.SpecialType: SpecialType.System_String } => "The operator +=",
        // In the hands of a handler of its own, text need not become a string.
        IInterpolatedStringOperation { Parent: not (IInterpolatedStringHandlerCreationOperation or IInterpolatedStringAdditionOperation) } => "Interpolation",
        IInvocationOperation { TargetMethod: { } target } when scope.Code.Judge.Of(target) == CallVerdict.BuildsString => $"'{Names.Of(target)}'",
        IObjectCreationOperation { Type.SpecialType: SpecialType.System_String } => "'new string'",
        IObjectCreationOperation { Constructor: { } constructor } when scope.Code.Judge.Of(constructor) == CallVerdict.BuildsString =>
            $"'{Names.Of(constructor)}'",
        IImplicitIndexerReferenceOperation { Type.SpecialType: SpecialType.System_String } => "A range of a string",
        _ => null,
    };
}
