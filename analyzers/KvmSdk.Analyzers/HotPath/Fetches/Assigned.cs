using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace KvmSdk.Analyzers.HotPath.Fetches;

/// <summary>Finds the variables, fields and properties that an operation gives a new value.</summary>
internal static class Assigned
{
    /// <summary>Those that <paramref name="operation"/> itself writes; its parts are operations of their own.</summary>
    public static IEnumerable<ISymbol> By(IOperation operation) => operation switch
    {
        ISimpleAssignmentOperation assignment => Targets(assignment.Target),
        ICompoundAssignmentOperation assignment => Targets(assignment.Target),
        ICoalesceAssignmentOperation assignment => Targets(assignment.Target),
        IIncrementOrDecrementOperation change => Targets(change.Target),
        IDeconstructionAssignmentOperation assignment => Targets(assignment.Target),
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument => Targets(argument.Value),
        IAddressOfOperation address => Targets(address.Reference),
        IVariableDeclaratorOperation { Initializer: not null } declarator => [declarator.Symbol],
        _ => [],
    };

    private static IEnumerable<ISymbol> Targets(IOperation target) => target switch
    {
        ILocalReferenceOperation local => [local.Local],
        IParameterReferenceOperation parameter => [parameter.Parameter],
        // A structure in a field or variable changes with its own fields.
        IFieldReferenceOperation field => field.Instance is { Type.IsValueType: true } structure ? [field.Field, .. Targets(structure)] : [field.Field],
        IPropertyReferenceOperation property => [property.Property],
        IDeclarationExpressionOperation declaration => Targets(declaration.Expression),
        ITupleOperation tuple => tuple.Elements.SelectMany(Targets),
        _ => [],
    };
}
