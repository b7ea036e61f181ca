using KvmSdk.Analyzers.Tests.Support;
using KvmSdk.CodeFixes;

namespace KvmSdk.Analyzers.Tests.Fixes;

public sealed class SetPropertyTypeFixTests
{
    [Fact]
    public async Task The_property_gets_the_type_by_its_short_name() => Assert.Equal(
        ["Change the type of 'Console' to 'Terminal'", "Change the type of 'Exit' to 'DebugExit'"],
        await ExpectFix.TurnsAsync(
            new SetPropertyTypeFix(),
            """
            using KvmSdk;

            [VirtualMachine]
            public partial record Vm
            {
                [FlatImage] public required GuestImage Program { get; init; }

                [Serial] public /* was */ string Console { get; init; } = default!;

                [DebugExit] public required System.Collections.Generic.List<int> Exit { get; init; }
            }
            """,
            """
            using KvmSdk;

            [VirtualMachine]
            public partial record Vm
            {
                [FlatImage] public required GuestImage Program { get; init; }

                [Serial] public /* was */ Terminal Console { get; init; } = default!;

                [DebugExit] public required DebugExit Exit { get; init; }
            }
            """));

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public async Task A_missing_using_is_added(string lineEnd) => await ExpectFix.TurnsAsync(
        new SetPropertyTypeFix(),
        """
        using System;

        [KvmSdk.VirtualMachine]
        public partial record Vm
        {
            [KvmSdk.FlatImage] public required KvmSdk.GuestImage Program { get; init; }

            [KvmSdk.Serial] public required IDisposable Console { get; init; }
        }
        """.ReplaceLineEndings(lineEnd),
        """
        using System;
        using KvmSdk;

        [KvmSdk.VirtualMachine]
        public partial record Vm
        {
            [KvmSdk.FlatImage] public required KvmSdk.GuestImage Program { get; init; }

            [KvmSdk.Serial] public required Terminal Console { get; init; }
        }
        """.ReplaceLineEndings(lineEnd));

    [Fact]
    public async Task Nullable_configuration_becomes_not_null() => await ExpectFix.TurnsAsync(
        new SetPropertyTypeFix(),
        """
        using KvmSdk;

        [VirtualMachine]
        public partial record Vm
        {
            [FlatImage] public GuestImage? Program { get; init; } = GuestImage.FromFile("a.bin");
        }
        """,
        """
        using KvmSdk;

        [VirtualMachine]
        public partial record Vm
        {
            [FlatImage] public GuestImage Program { get; init; } = GuestImage.FromFile("a.bin");
        }
        """);
}
