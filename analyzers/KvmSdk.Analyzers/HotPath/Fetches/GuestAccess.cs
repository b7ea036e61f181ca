using KvmSdk.Analyzers.HotPath.Calls;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace KvmSdk.Analyzers.HotPath.Fetches;

/// <summary>The runtime's own ways into guest memory.</summary>
internal static class GuestAccess
{
    /// <summary>The delegate whose first parameter is guest memory, lent.</summary>
    public const string LendingDelegate = "KvmSdk.GuestMemoryAccess`1";

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

    /// <summary>What gives access to it, through an <c>out</c> argument that is a span or a pointer.</summary>
    public static MemberTable Lends { get; } = new(
    [
        new("KvmSdk.GuestMemory", "TryGetSpan"),
        new("KvmSdk.Devices.Memory.GuestMemoryMap", "TryGetSpan", "TryGetPointer"),
    ]);

    /// <summary>Whether an operation reads, writes or lends.</summary>
    public static bool Is(MemberTable table, IInvocationOperation call) => table.Find(call.TargetMethod, alsoInherited: false) is not null;

    /// <summary>The parameter through which a callback gets guest memory, or null for another delegate.</summary>
    public static IParameterSymbol? LentTo(IDelegateCreationOperation creation) =>
        creation.Type is INamedTypeSymbol type && MemberTable.MetadataName(type.OriginalDefinition) == LendingDelegate ? creation.Target switch
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
