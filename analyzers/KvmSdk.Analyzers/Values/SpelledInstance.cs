using System.Collections.Immutable;
using KvmSdk.Parser;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace KvmSdk.Analyzers.Values;

/// <summary>An instance of a machine that an expression makes: <c>new</c>, and each <c>with</c> directly on it.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="IsFromDeclaration">Whether a property that the expression leaves alone has the value that its declaration gives it.</param>
/// <param name="Assignments">What the expression sets, in order of place; the last one of a property counts.</param>
internal sealed record SpelledInstance(
    INamedTypeSymbol Machine, bool IsFromDeclaration, ImmutableArray<(IPropertySymbol Property, IOperation Value)> Assignments)
{
    /// <summary>What <paramref name="operation"/> makes; null if it is no machine, or only the beginning of a longer expression.</summary>
    public static SpelledInstance? Of(IOperation operation) =>
        operation is not IObjectCreationOperation { Initializer: null }
        && operation.Type is INamedTypeSymbol machine && MachineParser.IsMachine(machine) && !IsCopiedAtOnce(operation) ? Read(operation, machine) : null;

    /// <summary>An instance that a <c>with</c> changes before anybody has it need not keep any rule.</summary>
    private static bool IsCopiedAtOnce(IOperation operation) => operation.Parent switch
    {
        IConversionOperation conversion => IsCopiedAtOnce(conversion),
        IWithOperation copy => copy.Operand == operation,
        _ => false,
    };

    private static SpelledInstance Read(IOperation? operation, INamedTypeSymbol machine) => operation switch
    {
        IConversionOperation { OperatorMethod: null } conversion => Read(conversion.Operand, machine),
        IWithOperation copy => Read(copy.Operand, machine).Add(copy.Initializer),

        // A constructor that somebody wrote may set what it likes.
        IObjectCreationOperation creation => new SpelledInstance(machine, creation.Constructor is { IsImplicitlyDeclared: true, Parameters.Length: 0 }, [])
            .Add(creation.Initializer),
        _ => new(machine, false, []),
    };

    private SpelledInstance Add(IObjectOrCollectionInitializerOperation? initializer) => initializer is null ? this : this with
    {
        Assignments = Assignments.AddRange(initializer.Initializers.OfType<ISimpleAssignmentOperation>()
            .Where(static assignment => assignment.Target is IPropertyReferenceOperation)
            .Select(static assignment => (((IPropertyReferenceOperation)assignment.Target).Property, assignment.Value))),
    };
}
