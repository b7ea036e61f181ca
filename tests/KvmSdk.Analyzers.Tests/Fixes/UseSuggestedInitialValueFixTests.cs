using KvmSdk.Analyzers.Tests.Support;
using KvmSdk.CodeFixes;

namespace KvmSdk.Analyzers.Tests.Fixes;

public sealed class UseSuggestedInitialValueFixTests
{
    [Fact]
    public async Task Every_port_but_the_first_leaves_the_terminal() => Assert.Equal(
        ["Initialise 'Log' with Terminal.None", "Initialise 'Trace' with Terminal.None"],
        await ExpectFix.TurnsAsync(
            new UseSuggestedInitialValueFix(),
            With("""
                [Serial] public Terminal Console { get; init; } = Terminal.Standard;
                [Serial] public Terminal Log { get; init; } = Terminal.Standard; // for later
                [Serial] public Terminal Trace { get; init; } = Terminal.Standard;
                """),
            With("""
                [Serial] public Terminal Console { get; init; } = Terminal.Standard;
                [Serial] public Terminal Log { get; init; } = Terminal.None; // for later
                [Serial] public Terminal Trace { get; init; } = Terminal.None;
                """)));

    private static string With(string members) => "using KvmSdk;\n\n" + Machine.WithMembers(members);
}
