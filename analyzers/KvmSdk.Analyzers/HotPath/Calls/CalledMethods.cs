// Why a file of its own: calls hide behind many forms. An operator, a property, a using, a foreach, a deconstruction and a pattern
// all call methods; what can be called through any of them is judged alike.

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace KvmSdk.Analyzers.HotPath.Calls;

/// <summary>Finds the methods that one operation calls itself; its parts are operations of their own.</summary>
internal static class CalledMethods
{
    /// <summary>The operations that may call something.</summary>
    public static ImmutableArray<OperationKind> Kinds { get; } =
    [
        OperationKind.Invocation, OperationKind.ObjectCreation, OperationKind.PropertyReference, OperationKind.DelegateCreation,
        OperationKind.Binary, OperationKind.Unary, OperationKind.Increment, OperationKind.Decrement, OperationKind.CompoundAssignment,
        OperationKind.Conversion, OperationKind.Loop, OperationKind.Using, OperationKind.UsingDeclaration, OperationKind.DeconstructionAssignment,
        OperationKind.RecursivePattern, OperationKind.ListPattern, OperationKind.ImplicitIndexerReference, OperationKind.CollectionExpression,
    ];

    /// <summary>What <paramref name="operation"/> calls.</summary>
    public static ImmutableArray<CalledMethod> In(IOperation operation, SemanticModel model) => operation switch
    {
        IInvocationOperation { TargetMethod: { MethodKind: not MethodKind.DelegateInvoke } target } call => [Call(target, call.Instance, operation)],
        IObjectCreationOperation { Constructor: { } constructor } => [Call(constructor, null, operation)],
        IPropertyReferenceOperation property => OfProperty(property.Property, property.Instance, operation),
        IDelegateCreationOperation { Target: IMethodReferenceOperation reference } => [Call(reference.Method, reference.Instance, reference)],
        IBinaryOperation { OperatorMethod: { } method } => [Call(method, null, operation)],
        IUnaryOperation { OperatorMethod: { } method } => [Call(method, null, operation)],
        IIncrementOrDecrementOperation { OperatorMethod: { } method } => [Call(method, null, operation)],
        ICompoundAssignmentOperation { OperatorMethod: { } method } => [Call(method, null, operation)],
        IConversionOperation { OperatorMethod: { } method } => [Call(method, null, operation)],
        IForEachLoopOperation loop => OfLoop(loop, model),
        IUsingOperation { IsAsynchronous: false } statement => OfUsing(statement.Resources),
        IUsingDeclarationOperation { IsAsynchronous: false } declaration => OfUsing(declaration.DeclarationGroup),
        IDeconstructionAssignmentOperation { Syntax: AssignmentExpressionSyntax syntax } => OfDeconstruction(model.GetDeconstructionInfo(syntax), operation),
        IRecursivePatternOperation { DeconstructSymbol: IMethodSymbol method } => [Call(method, null, operation)],
        IListPatternOperation list => [.. OfSymbol(list.LengthSymbol, operation), .. OfSymbol(list.IndexerSymbol, operation)],
        IImplicitIndexerReferenceOperation indexer => [.. OfSymbol(indexer.LengthSymbol, operation), .. OfSymbol(indexer.IndexerSymbol, operation)],
        ICollectionExpressionOperation { ConstructMethod: { } method } => [Call(method, null, operation)],
        _ => [],
    };

    private static CalledMethod Call(IMethodSymbol method, IOperation? receiver, IOperation operation) =>
        new(method, Places.NameIn(operation.Syntax), IsDispatched(method, receiver));

    /// <summary>Whether the method that runs may be another one than the one that is named.</summary>
    private static bool IsDispatched(IMethodSymbol method, IOperation? receiver) =>
        (method.IsAbstract || method.IsVirtual || method.IsOverride)
        && !method.IsSealed
        && method.ContainingType is { IsSealed: false, IsValueType: false }
        && receiver is not { Type: { IsSealed: true } or { IsValueType: true, TypeKind: not TypeKind.TypeParameter } }
        && receiver?.Syntax is not BaseExpressionSyntax;

    private static ImmutableArray<CalledMethod> OfProperty(IPropertySymbol property, IOperation? receiver, IOperation operation)
    {
        (bool isRead, bool isWritten) = Usage.Of(operation);
        var calls = ImmutableArray.CreateBuilder<CalledMethod>();
        if ((isRead || property.SetMethod is null) && Accessor(property, static candidate => candidate.GetMethod) is { } getter)
        {
            calls.Add(Call(getter, receiver, operation));
        }

        if (isWritten && Accessor(property, static candidate => candidate.SetMethod) is { } setter)
        {
            calls.Add(Call(setter, receiver, operation));
        }

        return calls.ToImmutable();
    }

    /// <summary>An override may leave one of its accessors to what it overrides.</summary>
    private static IMethodSymbol? Accessor(IPropertySymbol property, Func<IPropertySymbol, IMethodSymbol?> select)
    {
        for (IPropertySymbol? candidate = property; candidate is not null; candidate = candidate.OverriddenProperty)
        {
            if (select(candidate) is { } accessor)
            {
                return accessor;
            }
        }

        return null;
    }

    private static ImmutableArray<CalledMethod> OfSymbol(ISymbol? symbol, IOperation operation) => symbol switch
    {
        IMethodSymbol method => [Call(method, null, operation)],
        IPropertySymbol property => OfProperty(property, null, operation),
        _ => [],
    };

    private static ImmutableArray<CalledMethod> OfLoop(IForEachLoopOperation loop, SemanticModel model)
    {
        if (Enumeration.Of(loop, model) is not { } info || info.GetEnumeratorMethod.ReturnType.IsReferenceType)
        {
            return [];
        }

        IOperation collection = loop.Collection;
        return
        [
            .. new[] { info.GetEnumeratorMethod, info.MoveNextMethod, info.CurrentProperty?.GetMethod, info.DisposeMethod }
                .OfType<IMethodSymbol>()
                .Select(method => new CalledMethod(method, collection.Syntax, false)),
        ];
    }

    /// <summary>The Dispose of each resource: what the type declares itself, or what it implements.</summary>
    private static ImmutableArray<CalledMethod> OfUsing(IOperation resources)
    {
        ITypeSymbol? type = resources is IVariableDeclarationGroupOperation { Declarations: [{ Declarators: [{ Symbol.Type: { } declared }, ..] }, ..] }
            ? declared
            : resources.Type;
        IMethodSymbol? dispose =
            type?.GetMembers("Dispose").OfType<IMethodSymbol>().FirstOrDefault(static method => method.Parameters.IsEmpty && !method.IsStatic)
            ?? type?.AllInterfaces.FirstOrDefault(static candidate => candidate.SpecialType == SpecialType.System_IDisposable)?.GetMembers("Dispose")
                .Select(member => type.FindImplementationForInterfaceMember(member)).OfType<IMethodSymbol>().FirstOrDefault();
        return dispose is null ? [] : [new(dispose, resources.Syntax, IsDispatched(dispose, null) && type is { IsSealed: false })];
    }

    private static ImmutableArray<CalledMethod> OfDeconstruction(DeconstructionInfo info, IOperation operation) =>
    [
        .. info.Method is { } method ? [Call(method, null, operation)] : ImmutableArray<CalledMethod>.Empty,
        .. info.Nested.SelectMany(nested => OfDeconstruction(nested, operation)),
    ];
}
