using System.Collections.Immutable;
using KvmSdk.Model.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace KvmSdk.Analyzers.HotPath.Rules;

/// <summary>
/// KVM0704: a delegate made anew each time: for a lambda that captures, for a method of an object, for events and combinations, and for
/// expression trees. What captures nothing is made once, by the compiler.
/// </summary>
internal sealed class DelegateRule : HotRule
{
    public override ImmutableArray<OperationKind> Kinds { get; } =
    [
        OperationKind.DelegateCreation, OperationKind.Conversion, OperationKind.EventAssignment, OperationKind.Binary, OperationKind.CompoundAssignment,
    ];

    public override Finding Look(IOperation operation, HotScope scope)
    {
        (string? name, Location place) = operation switch
        {
            IDelegateCreationOperation { Target: IAnonymousFunctionOperation function } =>
                (Captures.Of(function) is { } captured ? $"The lambda captures {captured} and" : null, Places.OfFunction(function.Syntax)),
            IDelegateCreationOperation { Target: IMethodReferenceOperation reference } =>
                (IsCached(reference, scope.Model) ? null : $"The conversion of '{reference.Method.Name}'", reference.Syntax.GetLocation()),
            IConversionOperation { Operand: IAnonymousFunctionOperation function } => ("The expression tree", Places.OfFunction(function.Syntax)),
            IEventAssignmentOperation => ("The change of an event", operation.Syntax.GetLocation()),
            IBinaryOperation { Type.TypeKind: TypeKind.Delegate } or ICompoundAssignmentOperation { Type.TypeKind: TypeKind.Delegate } =>
                ("The combination of delegates", operation.Syntax.GetLocation()),
            _ => (null, Location.None),
        };
        if (name is null)
        {
            return Finding.None;
        }

        scope.Report(HotPathRules.DelegateAllocated, place, name, scope.Path);
        return Finding.ReportedWithContents;
    }

    /// <summary>Since C# 11 the delegate for a static method is kept; an extension method closes over what it extends.</summary>
    private static bool IsCached(IMethodReferenceOperation reference, SemanticModel model) =>
        reference.Method.IsStatic && model.GetSymbolInfo(reference.Syntax).Symbol is not IMethodSymbol { MethodKind: MethodKind.ReducedExtension };
}
