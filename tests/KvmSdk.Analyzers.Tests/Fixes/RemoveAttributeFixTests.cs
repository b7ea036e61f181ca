using KvmSdk.Analyzers.Tests.Support;
using KvmSdk.CodeFixes;

namespace KvmSdk.Analyzers.Tests.Fixes;

public sealed class RemoveAttributeFixTests
{
    [Fact]
    public async Task The_second_device_of_a_property_goes() => Assert.Equal(["Remove [DebugExit] from 'Console'"], await ExpectFix.TurnsAsync(
        new RemoveAttributeFix(),
        Source("[Serial, DebugExit] public required Terminal Console { get; init; }"),
        Source("[Serial] public required Terminal Console { get; init; }")));

    [Fact]
    public async Task So_does_an_attribute_list_that_is_empty_then() => await ExpectFix.TurnsAsync(
        new RemoveAttributeFix(),
        Source("""
            [Serial]
                [DebugExit(Port = 0xF4)]
                public required Terminal Console { get; init; }
            """),
        Source("""
            [Serial]
                public required Terminal Console { get; init; }
            """));

    [Fact]
    public async Task The_second_boot_source_becomes_an_ordinary_property() => Assert.Equal(["Remove [FlatImage] from 'Rescue'"], await ExpectFix.TurnsAsync(
        new RemoveAttributeFix(),
        Source("""
            /// <summary>Another.</summary>
                [FlatImage]
                public required GuestImage Rescue { get; init; }
            """),
        Source("""
            /// <summary>Another.</summary>
                public required GuestImage Rescue { get; init; }
            """)));

    [Fact]
    public async Task The_second_pvpanic_goes() => await ExpectFix.TurnsAsync(
        new RemoveAttributeFix(),
        Source("""
            [Pvpanic] public PanicPolicy Panic { get; init; } = PanicPolicy.Stop;
                [Pvpanic(Port = 0x700)] public PanicPolicy Other { get; init; } = PanicPolicy.Stop;
            """),
        Source("""
            [Pvpanic] public PanicPolicy Panic { get; init; } = PanicPolicy.Stop;
                public PanicPolicy Other { get; init; } = PanicPolicy.Stop;
            """));

    [Fact]
    public async Task A_second_balloon_becomes_an_ordinary_property() => Assert.Equal(["Remove [Balloon] from 'Spare'"], await ExpectFix.TurnsAsync(
        new RemoveAttributeFix(),
        Source("""
            [Balloon] public Balloon Balloon { get; init; } = Balloon.Empty;
                [Balloon] public Balloon Spare { get; init; } = Balloon.Empty;
            """),
        Source("""
            [Balloon] public Balloon Balloon { get; init; } = Balloon.Empty;
                public Balloon Spare { get; init; } = Balloon.Empty;
            """)));

    private static string Source(string property) => $$"""
        using KvmSdk;

        [VirtualMachine]
        public partial record Vm
        {
            [FlatImage] public required GuestImage Program { get; init; }

            {{property}}
        }
        """;
}
