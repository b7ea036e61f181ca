using System.Collections.Immutable;
using KvmSdk.Analyzers.HotPath.Calls;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace KvmSdk.Analyzers.HotPath.Fetches;

/// <summary>What a single operation means for the reads before it and after it.</summary>
internal sealed class FetchEffects(GuestPlaces places)
{
    private static readonly ImmutableArray<string> _readerPrefixes = ["Read", "TryRead"];

    /// <summary>What reads the bytes that its first argument stands for.</summary>
    public static MemberTable Readers { get; } = new(
    [
        new("System.Runtime.InteropServices.MemoryMarshal", "Read", "TryRead"),
        new("System.Runtime.CompilerServices.Unsafe", "Read", "ReadUnaligned"),
        new("System.Threading.Volatile", "Read"),
        new("System.Buffers.Binary.BinaryPrimitives"),
    ]);

    /// <summary>After these another look is meant.</summary>
    public static MemberTable Fences { get; } =
        new([new("System.Threading.Interlocked", "MemoryBarrier"), new("System.Threading.Thread", "MemoryBarrier")]);

    /// <summary>The read that an operation is, or null.</summary>
    public Fetch? FetchOf(IOperation operation)
    {
        GuestPlace? place = operation switch
        {
            IInvocationOperation call => PlaceReadBy(call),
            IPropertyReferenceOperation { Property.IsIndexer: false, Instance: { Type.IsValueType: true } structure } property
                when !ElementSize.IsSpan(structure.Type) => places.Of(structure) is { } whole ? whole with { Field = $"{whole.Field}.{property.Property.Name}", Width = null } : null,
            _ when IsValue(operation) && IsReadHere(operation) => places.Of(operation),
            _ => null,
        };
        return place is null ? null : new(place, operation.Syntax);
    }

    /// <summary>The reads of which a later one may not claim to repeat them, taken away.</summary>
    public ImmutableList<Fetch> Forget(IOperation operation, ImmutableList<Fetch> fetches)
    {
        if (fetches.IsEmpty)
        {
            return fetches;
        }

        foreach (ISymbol symbol in Assigned.By(operation))
        {
            fetches = fetches.RemoveAll(fetch => fetch.Place.DependsOn(symbol));
        }

        if (operation is IInvocationOperation call)
        {
            return AfterCall(call, fetches);
        }

        return IsValue(operation) && Usage.Of(operation).IsWritten && places.Of(operation) is { } written
            ? fetches.RemoveAll(fetch => fetch.Place.Root == written.Root)
            : fetches;
    }

    private GuestPlace? PlaceReadBy(IInvocationOperation call)
    {
        if (GuestAccess.IsRead(call))
        {
            return GuestPlaces.OfAddress(call);
        }

        if (IsReader(call) && call.Arguments is [{ Value: { } source }, ..])
        {
            ITypeSymbol? type = call.TargetMethod.TypeArguments.FirstOrDefault() ?? call.TargetMethod.ReturnType;
            return places.Of(source) is { } place ? place with { Width = ElementSize.Of(type) ?? place.Width } : null;
        }

        return call is { TargetMethod.Name: "CopyTo" or "TryCopyTo", Instance: { } span } && ElementSize.IsSpan(span.Type) ? places.Of(span) : null;
    }

    private ImmutableList<Fetch> AfterCall(IInvocationOperation call, ImmutableList<Fetch> fetches)
    {
        if (Fences.Find(call.TargetMethod, alsoInherited: false) is not null)
        {
            return [];
        }

        if (GuestAccess.IsWrite(call))
        {
            return SymbolPath.Of(call.Instance) is { } memory ? fetches.RemoveAll(fetch => fetch.Place.Root == memory.Text) : [];
        }

        // Whoever gets guest memory to write may write it.
        foreach (IArgumentOperation argument in call.Arguments.Where(argument => MayWrite(argument) && !IsReader(call)))
        {
            if (places.Of(argument.Value) is { } place)
            {
                fetches = fetches.RemoveAll(fetch => fetch.Place.Root == place.Root);
            }
        }

        // Code of ours may change fields; the framework's, as far as a hot path calls it, changes none of them.
        return AllowedCalls.Contain(call.TargetMethod) || GuestAccess.IsRead(call)
            ? fetches
            : fetches.RemoveAll(static fetch => fetch.Place.DependsOnState);
    }

    private static bool IsReader(IInvocationOperation call) =>
        Readers.Find(call.TargetMethod, alsoInherited: false) is { } entry
        && (!entry.IsWhole || _readerPrefixes.Any(prefix => call.TargetMethod.Name.StartsWith(prefix, StringComparison.Ordinal)));

    private static bool MayWrite(IArgumentOperation argument) => argument.Parameter is { } parameter
        && (parameter.RefKind is RefKind.Ref or RefKind.Out || parameter.Type is IPointerTypeSymbol || parameter.Type is { MetadataName: "Span`1" });

    /// <summary>Whether an operation stands for bytes themselves, not for a span or pointer to them.</summary>
    private static bool IsValue(IOperation operation) =>
        operation.Type is { } type and not IPointerTypeSymbol && !ElementSize.IsSpan(type)
        && operation is IPropertyReferenceOperation or IFieldReferenceOperation or { Kind: OperationKind.None }
            or ILocalReferenceOperation { Local.RefKind: not RefKind.None, IsDeclaration: false };

    /// <summary>Whether its value is taken there: not its address, not a part of it, and not only a new value put in.</summary>
    private static bool IsReadHere(IOperation operation) => operation.Parent switch
    {
        IAddressOfOperation => false,
        IArgumentOperation { Parameter.RefKind: not RefKind.None } => false,
        ISimpleAssignmentOperation { IsRef: true } => false,
        IFieldReferenceOperation or IPropertyReferenceOperation or IInvocationOperation => false,
        { Kind: OperationKind.None } => false,
        _ => Usage.Of(operation).IsRead,
    };
}
