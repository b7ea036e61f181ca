using KvmSdk.Analyzers.HotPath.Calls;
using KvmSdk.Analyzers.HotPath.Fetches;
using KvmSdk.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis;

namespace KvmSdk.Analyzers.Tests.HotPath;

/// <summary>The tables of calls name what is there.</summary>
public sealed class CallTableTests
{
    // The runtime's own members need not be public.
    private static readonly Compilation _compilation =
        Compilations.Of().WithOptions(Compilations.Options.WithMetadataImportOptions(MetadataImportOptions.All));

    public static IEnumerable<object[]> Entries { get; } =
        new[]
        {
            AllowedCalls.Table, BlockingCalls.Table, LinqCalls.Table, StringCalls.Table,
            GuestAccess.Reads, GuestAccess.Writes, GuestAccess.SharedReads, GuestAccess.SharedWrites, GuestAccess.Lends, FetchEffects.Readers, FetchEffects.Fences,
        }
            .SelectMany(table => table.Entries)
            .SelectMany(entry => entry.IsWhole ? [[entry.Type, ""]] : entry.Members.Select(member => new object[] { entry.Type, member }));

    [Theory]
    [MemberData(nameof(Entries))]
    public void An_entry_names_a_type_and_a_member_of_it(string type, string member)
    {
        INamedTypeSymbol? symbol = _compilation.GetTypeByMetadataName(type);

        Assert.NotNull(symbol);
        Assert.True(member.Length == 0 || symbol.GetMembers().Any(candidate => candidate.MetadataName == member), $"{type} has no member {member}");
    }

    [Fact]
    public void No_table_has_a_type_twice() => Assert.All(
        new[] { AllowedCalls.Table, BlockingCalls.Table, LinqCalls.Table, StringCalls.Table },
        table => Assert.Equal(table.Entries.Length, table.Entries.Select(entry => entry.Type).Distinct().Count()));

    [Fact]
    public void Guest_memory_is_lent_through_delegates_of_the_runtime() => Assert.Equal(
        ["scoped Span<byte>", "scoped ref T", "scoped ref T"],
        GuestAccess.LendingDelegates.Select(name => _compilation.GetTypeByMetadataName(name)!.DelegateInvokeMethod!.Parameters[0])
            .Select(parameter => $"{(parameter.ScopedKind == ScopedKind.None ? "" : "scoped ")}{(parameter.RefKind == RefKind.Ref ? "ref " : "")}"
                + parameter.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)));

    [Fact]
    public void What_reads_and_writes_guest_memory_takes_an_address() => Assert.All(
        GuestAccess.Reads.Entries.Concat(GuestAccess.Writes.Entries),
        entry => Assert.All(
            entry.Members.SelectMany(member => _compilation.GetTypeByMetadataName(entry.Type)!.GetMembers(member)).OfType<IMethodSymbol>(),
            method => Assert.Equal("address", method.Parameters[0].Name)));
}
