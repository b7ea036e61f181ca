using System.Collections.Immutable;
using KvmSdk.Analyzers.HotPath.Calls;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace KvmSdk.Analyzers.HotPath.Fetches;

/// <summary>The runtime's own ways into guest memory.</summary>
internal static class GuestAccess
{
    /// <summary>The delegates whose first parameter is guest memory, lent: a span of it, or a reference into it.</summary>
    public static ImmutableArray<string> LendingDelegates { get; } =
        ["KvmSdk.GuestMemoryAccess`1", "KvmSdk.SharedMemoryAccess`1", "KvmSdk.SharedMemoryAccess`2"];

    /// <summary>What copies out of guest memory, from the argument <c>address</c> on.</summary>
    public static MemberTable Reads { get; } = new(
    [
        new("KvmSdk.GuestMemory", "Read"),
        new("KvmSdk.Devices.Memory.GuestMemoryMap", "TryRead", "TryReadAcquire"),
    ]);

    /// <summary>What copies into it.</summary>
    public static MemberTable Writes { get; } = new(
    [
        new("KvmSdk.GuestMemory", "Write"),
        new("KvmSdk.Devices.Memory.GuestMemoryMap", "TryWrite", "TryWriteRelease"),
    ]);

    /// <summary>What copies the whole of a shared value out.</summary>
    public static MemberTable SharedReads { get; } = new([new("KvmSdk.SharedMemory`1", "Read")]);

    /// <summary>What copies a value into it.</summary>
    public static MemberTable SharedWrites { get; } = new([new("KvmSdk.SharedMemory`1", "Write")]);

    /// <summary>What gives access to it, through an <c>out</c> argument that is a span or a pointer.</summary>
    public static MemberTable Lends { get; } = new(
    [
        new("KvmSdk.GuestMemory", "TryGetSpan"),
        new("KvmSdk.Devices.Memory.GuestMemoryMap", "TryGetSpan", "TryGetPointer"),
    ]);

    /// <summary>Whether an operation reads, writes or lends.</summary>
    public static bool Is(MemberTable table, IInvocationOperation call) => table.Find(call.TargetMethod, alsoInherited: false) is not null;

    /// <summary>Whether an operation copies out of guest memory.</summary>
    public static bool IsRead(IInvocationOperation call) => Is(Reads, call) || Is(SharedReads, call);

    /// <summary>Whether an operation copies into guest memory.</summary>
    public static bool IsWrite(IInvocationOperation call) => Is(Writes, call) || Is(SharedWrites, call);

    /// <summary>The parameter through which a callback gets guest memory, or null for another delegate.</summary>
    public static IParameterSymbol? LentTo(IDelegateCreationOperation creation) =>
        creation.Type is INamedTypeSymbol type && LendingDelegates.Contains(MemberTable.MetadataName(type.OriginalDefinition)) ? creation.Target switch
        {
            IAnonymousFunctionOperation function => function.Symbol.Parameters.FirstOrDefault(),
            IFlowAnonymousFunctionOperation function => function.Symbol.Parameters.FirstOrDefault(),
            IMethodReferenceOperation { Method: { MethodKind: MethodKind.LocalFunction } function } => function.Parameters.FirstOrDefault(),
            _ => null,
        }
        : null;

    /// <summary>The argument for a parameter, or null if there is none.</summary>
    public static IOperation? Argument(IInvocationOperation call, string parameter) =>
        call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == parameter)?.Value;
}
