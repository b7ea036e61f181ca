// Why only what is written once: an alias stands for the place that it was made of, as long as nothing in that place has changed
// since. For variables that are never written again that is certain; for others nothing is claimed.

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace KvmSdk.Analyzers.HotPath.Fetches;

/// <summary>Turns expressions of one member into places in guest memory.</summary>
internal sealed class GuestPlaces(GuestVariables variables)
{
    private static readonly ImmutableHashSet<string> _views = ["Cast", "AsBytes", "AsRef", "GetReference", "As", "AsPointer"];

    /// <summary>The place that a call names which <see cref="GuestAccess.IsRead"/> or <see cref="GuestAccess.IsWrite"/>, or null.</summary>
    public static GuestPlace? OfAddress(IInvocationOperation call) =>
        SymbolPath.Of(call.Instance) is { } memory && StartOf(call) is { } start
            ? new(memory.Text, memory.Symbols, start, ElementSize.Of(call.TargetMethod.TypeArguments.FirstOrDefault()))
            : null;

    /// <summary>A shared value has its place by itself; in the whole of memory one is named.</summary>
    private static Linear? StartOf(IInvocationOperation call) =>
        GuestAccess.Is(GuestAccess.SharedReads, call) || GuestAccess.Is(GuestAccess.SharedWrites, call)
            ? Linear.Zero
            : GuestAccess.Argument(call, "address") is { } address ? Linear.Of(address) : null;

    /// <summary>The place that a span, a pointer, a reference or an element stands for, or null if it is not known to be guest memory.</summary>
    public GuestPlace? Of(IOperation? operation) => operation switch
    {
        ILocalReferenceOperation { Local: { } local } => OfVariable(local),
        IParameterReferenceOperation { Parameter: { } parameter } => OfVariable(parameter),
        IParenthesizedOperation parenthesized => Of(parenthesized.Operand),
        IConversionOperation conversion => Of(conversion.Operand),
        IAddressOfOperation address => Of(address.Reference),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, Type: IPointerTypeSymbol pointer } sum =>
            Advance(Of(sum.LeftOperand), sum.RightOperand, pointer.PointedAtType),
        IImplicitIndexerReferenceOperation { Instance: { } span, Argument: IRangeOperation { LeftOperand: var left } } =>
            left is null ? Of(span) : Advance(Of(span), WithoutIndex(left), ElementSize.ElementOf(span.Type)),
        IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } span, Arguments: [{ Value: { } index }] } when ElementSize.IsSpan(span.Type) =>
            WithWidth(Advance(Of(span), index, ElementSize.ElementOf(span.Type)), ElementSize.ElementOf(span.Type)),
        IFieldReferenceOperation { Instance: { } structure, Field: { } field } when structure.Type is not { IsReferenceType: true } =>
            Of(structure) is { } place ? place with { Field = $"{place.Field}.{field.Name}", Width = ElementSize.Of(field.Type) } : null,
        IInvocationOperation call => OfView(call),
        IObjectCreationOperation { Arguments: [{ Value: { Type: IPointerTypeSymbol } pointer }, ..] } creation when ElementSize.IsSpan(creation.Type) =>
            Of(pointer),
        { Kind: OperationKind.None } => OfPointer(operation),
        _ => null,
    };

    private GuestPlace? OfVariable(ISymbol symbol)
    {
        if (variables.IsGuestMemory(symbol))
        {
            SymbolPath path = SymbolPath.OfVariable(symbol);
            return new(path.Text, path.Symbols, Linear.Zero);
        }

        // A copy of what lies there is the program's own.
        bool isAlias = symbol is ILocalSymbol { RefKind: not RefKind.None } or ILocalSymbol { Type: IPointerTypeSymbol }
            || (symbol is ILocalSymbol { Type: { } type } && ElementSize.IsSpan(type));
        return isAlias && Of(variables.DefinitionOf(symbol)) is { } place && place.RootSymbols.Union(place.Start.Symbols).All(variables.IsWrittenOnce)
            ? place
            : null;
    }

    private GuestPlace? OfView(IInvocationOperation call)
    {
        if (call is { TargetMethod.Name: "Slice", Instance: { } span, Arguments: [{ Value: { } start }, ..] }
            && ElementSize.ElementOf(span.Type) is { } element)
        {
            GuestPlace? place = Advance(Of(span), start, element);
            int? length = call.Arguments is [_, { Value.ConstantValue: { HasValue: true, Value: int count } }]
                ? count * ElementSize.Of(element)
                : null;
            return place is null ? null : place with { Width = length };
        }

        return call is { TargetMethod: { IsStatic: true, ContainingType.Name: "MemoryMarshal" or "Unsafe" } target, Arguments: [{ Value: { } viewed }] }
            && _views.Contains(target.Name)
            ? WithWidth(Of(viewed), target.TypeArguments.LastOrDefault())
            : null;
    }

    /// <summary>
    /// <c>*p</c>, <c>p[i]</c>, <c>p-></c> and what <c>fixed</c> makes of a span: operations without a kind of their own, told apart by
    /// their parts.
    /// </summary>
    private GuestPlace? OfPointer(IOperation operation) => operation.ChildOperations.ToArray() switch
    {
        [{ Type: IPointerTypeSymbol { PointedAtType: { } pointee } } pointer] when SymbolEqualityComparer.Default.Equals(pointee, operation.Type) =>
            WithWidth(Of(pointer), pointee),
        [{ Type: { } type } span] when operation.Type is IPointerTypeSymbol && ElementSize.IsSpan(type) => Of(span),
        [{ Type: IPointerTypeSymbol { PointedAtType: { } pointee } } pointer, { } index] => WithWidth(Advance(Of(pointer), index, pointee), pointee),
        _ => null,
    };

    /// <summary>The place so many elements further on.</summary>
    private static GuestPlace? Advance(GuestPlace? place, IOperation index, ITypeSymbol? element) =>
        place is { Field: "" } && element is not null && Linear.Of(index) is { } count
            ? place with
            {
                Start = ElementSize.Of(element) is { } size
                    ? place.Start.Plus(count, size)
                    : place.Start.Plus(count.OfElements(element.ToDisplayString()), 1),
                Width = null,
            }
            : null;

    private static GuestPlace? WithWidth(GuestPlace? place, ITypeSymbol? type) => place is null ? null : place with { Width = ElementSize.Of(type) };

    /// <summary>The number in an index that counts from the start.</summary>
    private static IOperation WithoutIndex(IOperation bound) =>
        bound is IConversionOperation { OperatorMethod: not null } conversion ? conversion.Operand : bound;
}
