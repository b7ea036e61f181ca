using System.Collections.Immutable;
using System.Globalization;
using KvmSdk.Analyzers.Tests.Support;

namespace KvmSdk.Analyzers.Tests.Cases;

/// <summary>Virtio consoles, their named ports, and the small devices by which a guest speaks with its host.</summary>
internal static class ConsoleCases
{
    public static ImmutableArray<RuleCase> All { get; } =
    [
        Case("KVM0405", "a place at a second console port",
            """
            [ConsolePort] public Terminal First { get; init; } = Terminal.None;
            [ConsolePort(Address = 0xD100_0000, Irq = 19)] public Terminal Second { get; init; } = Terminal.None;
            //                     ^^^^^^^^^^^ KVM0405
            //                                        ^^ KVM0405
            """,
            """
            [ConsolePort(Address = 0xD100_0000, Irq = 19)] public Terminal First { get; init; } = Terminal.None;
            [ConsolePort] public Terminal Second { get; init; } = Terminal.None;
            """),
        Case("KVM0406", "a serial port and a virtio console",
            """
            [Serial] public Terminal Uart { get; init; } = Terminal.Standard;
            //                                             ~~~~~~~~~~~~~~~~~ KVM0406
            [Console] public Terminal Hvc { get; init; } = Terminal.Standard;
            //                                             ^^^^^^^^^^^^^^^^^ KVM0406
            """,
            """
            [Serial] public Terminal Uart { get; init; } = Terminal.None;
            [Console] public Terminal Hvc { get; init; } = Terminal.Standard;
            """),
        Case("KVM0470", "letters, digits and a few signs, beginning with a letter or digit",
            """
            [ConsolePort(Name = "my agent")] public Terminal Spaced { get; init; } = Terminal.None;
            //                  ^^^^^^^^^^ KVM0470
            [ConsolePort(Name = ".agent")] public Terminal Hidden { get; init; } = Terminal.None;
            //                  ^^^^^^^^ KVM0470
            """,
            """
            [ConsolePort(Name = "my-agent_1:2.x")] public Terminal Spaced { get; init; } = Terminal.None;
            [ConsolePort(Name = "9agent")] public Terminal Hidden { get; init; } = Terminal.None;
            """),
        new("KVM0470", "a property that is no name for a guest",
            """
            [VirtualMachine]
            public partial record Vm
            {
                [FlatImage] public required GuestImage Program { get; init; }
                [ConsolePort] public Terminal Größe { get; init; } = Terminal.None;
            //   ^^^^^^^^^^^ KVM0470
            }
            """,
            Machine.WithMembers("""[ConsolePort(Name = "size")] public Terminal Größe { get; init; } = Terminal.None;""")),
        Case("KVM0471", "one name of two ports",
            """
            [ConsolePort(Name = "org.channel.0")] public Terminal Channel { get; init; } = Terminal.None;
            //                  ~~~~~~~~~~~~~~~ KVM0471
            [ConsolePort(Name = "org.channel.0")] public Terminal Other { get; init; } = Terminal.None;
            //                  ^^^^^^^^^^^^^^^ KVM0471
            """,
            """
            [ConsolePort(Name = "org.channel.0")] public Terminal Channel { get; init; } = Terminal.None;
            [ConsolePort(Name = "org.channel.1")] public Terminal Other { get; init; } = Terminal.None;
            """),
        Case("KVM0472", "thirty ports", Ports(30) + "\n[ConsolePort] public Terminal P31 { get; init; } = Terminal.None;\n//                            ^^^ KVM0472", Ports(30)),
        new("KVM0473", "one pvpanic",
            """
            [VirtualMachine]
            public partial record Vm
            {
                [FlatImage] public required GuestImage Program { get; init; }
                [Pvpanic(Port = 0x705)] public PanicPolicy Panic { get; init; } = PanicPolicy.Stop;
            //   ~~~~~~~~~~~~~~~~~~~~~ KVM0473
                [Pvpanic(Port = 0x715)] public PanicPolicy Again { get; init; } = PanicPolicy.Report;
            //   ^^^^^^^^^^^^^^^^^^^^^ KVM0473
            }
            """,
            Machine.WithMembers(
                """
                [Pvpanic(Port = 0x705)] public PanicPolicy Panic { get; init; } = PanicPolicy.Stop;
                [BootMarker(Port = 0x715)] public BootMarker Again { get; init; } = BootMarker.Silent;
                """)),
    ];

    private static string Ports(int count) => string.Join('\n', Enumerable.Range(1, count).Select(
        i => string.Create(CultureInfo.InvariantCulture, $"[ConsolePort] public Terminal P{i} {{ get; init; }} = Terminal.None;")));

    private static RuleCase Case(string id, string boundary, string wrong, string right) =>
        new(id, boundary, Machine.WithMembers(wrong), Machine.WithMembers(right));
}
