using KvmSdk.Analyzers.Tests.Support;
using KvmSdk.CodeFixes;

namespace KvmSdk.Analyzers.Tests.Fixes;

public sealed class AddInitFixTests
{
    [Theory]
    [InlineData("public Terminal Console { get; } = Terminal.None;")]
    [InlineData("public Terminal Console { get; set; } = Terminal.None;")]
    [InlineData("public Terminal Console { get; private set; } = Terminal.None;")]
    [InlineData("public Terminal Console => Terminal.None;")]
    [InlineData("public static Terminal Console { get; } = Terminal.None;")]
    [InlineData("public static Terminal Console => Terminal.None;")]
    public async Task The_property_gets_get_and_init(string before) => Assert.Equal(
        ["Give 'Console' { get; init; }"],
        await ExpectFix.TurnsAsync(new AddInitFix(), Source(before), Source("public Terminal Console { get; init; } = Terminal.None;")));

    [Fact]
    public async Task Several_properties_at_once_keep_their_comments() => await ExpectFix.TurnsAsync(
        new AddInitFix(),
        Source("""
            public Terminal A { get; } = Terminal.None; // first

                /// <summary>Second.</summary>
                [Serial]
                public Terminal B { get; set; } = Terminal.None;
            """),
        Source("""
            public Terminal A { get; init; } = Terminal.None; // first

                /// <summary>Second.</summary>
                [Serial]
                public Terminal B { get; init; } = Terminal.None;
            """));

    [Theory]
    [InlineData("public Terminal Console { get => Terminal.None; }")]
    [InlineData("public Terminal Console { get => Terminal.None; set { } }")]
    [InlineData("public Terminal this[int index] => Terminal.None;")]
    public async Task It_is_not_offered_for_accessors_with_bodies(string property) => await ExpectFix.NothingAsync(new AddInitFix(), Source(property));

    private static string Source(string property) => $$"""
        using KvmSdk;

        [VirtualMachine]
        public partial record Vm
        {
            [FlatImage] public required GuestImage Program { get; init; }

            [Serial] {{property}}
        }
        """;
}
