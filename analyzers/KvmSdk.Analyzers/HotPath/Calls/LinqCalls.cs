using Microsoft.CodeAnalysis;

namespace KvmSdk.Analyzers.HotPath.Calls;

/// <summary>The query methods.</summary>
internal static class LinqCalls
{
    /// <summary>The classes that hold them.</summary>
    public static MemberTable Table { get; } = new(
    [
        new("System.Linq.Enumerable"), new("System.Linq.Queryable"), new("System.Linq.ParallelEnumerable"), new("System.Linq.AsyncEnumerable"),
        new("System.Linq.ImmutableArrayExtensions"),
    ]);

    public static bool Contain(IMethodSymbol method) => Table.Find(method, alsoInherited: false) is not null;
}
