// Why a list: a framework method promises nothing, and what it does is not to be seen from here. Each entry was looked at; a test
// resolves every one against the framework, and calls what can be called simply, to see that nothing is allocated.

using Microsoft.CodeAnalysis;

namespace KvmSdk.Analyzers.HotPath.Calls;

/// <summary>Members of the framework that neither allocate nor block, whatever they are given (an argument out of range apart).</summary>
internal static class AllowedCalls
{
    /// <summary>The members. A type that stands alone means all that does not return an object and takes none to call back.</summary>
    public static MemberTable Table { get; } = new(
    [
        // Memory.
        new("System.Span`1"), new("System.Span`1+Enumerator"),
        new("System.ReadOnlySpan`1"), new("System.ReadOnlySpan`1+Enumerator"),
        new("System.Memory`1", "Span", "Length", "IsEmpty", "Slice", "CopyTo", "TryCopyTo"),
        new("System.ReadOnlyMemory`1", "Span", "Length", "IsEmpty", "Slice", "CopyTo", "TryCopyTo"),
        new("System.MemoryExtensions"),
        new("System.Runtime.InteropServices.MemoryMarshal"),
        new("System.Runtime.CompilerServices.Unsafe"),
        new("System.Runtime.CompilerServices.RuntimeHelpers", "IsReferenceOrContainsReferences"),
        new("System.Buffer", "BlockCopy", "ByteLength", "MemoryCopy"),
        new("System.Buffers.Binary.BinaryPrimitives"),
        new("System.Array", "Length", "LongLength", "Rank", "GetLength", "GetLowerBound", "GetUpperBound", "Clear", "Copy", "Fill"),
        new("System.Collections.Generic.List`1", "Count", "Item", "GetEnumerator"),
        new("System.Collections.Generic.List`1+Enumerator", "MoveNext", "Current", "Dispose"),
        new("System.Collections.Immutable.ImmutableArray`1",
            "Length", "Item", "ItemRef", "IsEmpty", "IsDefault", "IsDefaultOrEmpty", "AsSpan", "GetEnumerator"),
        new("System.Collections.Immutable.ImmutableArray`1+Enumerator"),
        new("System.Runtime.InteropServices.CollectionsMarshal", "AsSpan"),
        new("System.Runtime.InteropServices.SafeHandle", "DangerousAddRef", "DangerousRelease", "DangerousGetHandle", "IsClosed", "IsInvalid"),
        new("System.Runtime.InteropServices.Marshal", "GetLastPInvokeError", "GetLastSystemError", "SetLastPInvokeError", "SetLastSystemError"),

        // Threads, without waiting.
        new("System.Threading.Interlocked"),
        new("System.Threading.Volatile"),
        new("System.Threading.Thread", "MemoryBarrier", "SpinWait"),
        new("System.Environment", "CurrentManagedThreadId", "TickCount", "TickCount64"),
        new("System.Diagnostics.Stopwatch", "GetTimestamp", "GetElapsedTime"),
        new("System.GC", "KeepAlive"),
        new("System.Threading.Tasks.Task", "CompletedTask", "IsCompleted", "IsCompletedSuccessfully", "GetAwaiter", "ConfigureAwait"),
        new("System.Threading.Tasks.Task`1", "GetAwaiter", "ConfigureAwait"),

        // Numbers.
        new("System.Boolean"), new("System.Char"),
        new("System.Byte"), new("System.SByte"), new("System.Int16"), new("System.UInt16"), new("System.Int32"), new("System.UInt32"),
        new("System.Int64"), new("System.UInt64"), new("System.Int128"), new("System.UInt128"), new("System.IntPtr"), new("System.UIntPtr"),
        new("System.Half"), new("System.Single"), new("System.Double"),
        new("System.Math"), new("System.MathF"), new("System.BitConverter"), new("System.Numerics.BitOperations"),
        new("System.TimeSpan"),
        new("System.DateTime",
            ".ctor", "UtcNow", "Kind", "Ticks", "Year", "Month", "Day", "Hour", "Minute", "Second", "Millisecond", "DayOfWeek", "DayOfYear", "Date", "TimeOfDay",
            "AddTicks", "op_Addition", "op_Subtraction", "op_Equality", "op_Inequality", "op_LessThan", "op_LessThanOrEqual", "op_GreaterThan",
            "op_GreaterThanOrEqual"),
        new("System.Index"), new("System.Range"), new("System.Nullable`1"),
        new("System.ValueTuple`1", ".ctor", "Equals"), new("System.ValueTuple`2", ".ctor", "Equals"), new("System.ValueTuple`3", ".ctor", "Equals"),
        new("System.ValueTuple`4", ".ctor", "Equals"),

        // Text that is there.
        new("System.String", "Length", "Chars", "Equals", "IsNullOrEmpty", "CompareOrdinal", "GetPinnableReference", "op_Equality", "op_Inequality"),
        new("System.Object", "ReferenceEquals"),

        // Checks of arguments: they allocate only what they throw, and then the hot path has ended.
        new("System.ArgumentNullException", "ThrowIfNull"),
        new("System.ArgumentException", "ThrowIfNullOrEmpty", "ThrowIfNullOrWhiteSpace"),
        new("System.ArgumentOutOfRangeException",
            "ThrowIfZero", "ThrowIfNegative", "ThrowIfNegativeOrZero", "ThrowIfEqual", "ThrowIfNotEqual", "ThrowIfGreaterThan",
            "ThrowIfGreaterThanOrEqual", "ThrowIfLessThan", "ThrowIfLessThanOrEqual"),
        new("System.ObjectDisposedException", "ThrowIf"),
    ]);

    public static bool Contain(IMethodSymbol method) =>
        Table.Find(method, alsoInherited: false) is { } entry && (!entry.IsWhole || (!ReturnsObject(method) && !method.Parameters.Any(TakesCallback)));

    /// <summary>A span's <c>ToArray</c>, a number's <c>ToString</c>. A type parameter is whatever was put in.</summary>
    private static bool ReturnsObject(IMethodSymbol method) => method.ReturnType is { IsReferenceType: true, TypeKind: not TypeKind.TypeParameter };

    /// <summary>A comparison, a comparer: code of which nothing is known. A format provider is only asked for its data.</summary>
    private static bool TakesCallback(IParameterSymbol parameter) =>
        parameter.Type is { TypeKind: TypeKind.Delegate } or { TypeKind: TypeKind.Interface, Name: not nameof(IFormatProvider) };
}
