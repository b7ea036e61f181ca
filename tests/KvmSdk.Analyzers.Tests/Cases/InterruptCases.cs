using System.Collections.Immutable;
using System.Globalization;
using KvmSdk.Analyzers.Tests.Support;

namespace KvmSdk.Analyzers.Tests.Cases;

/// <summary>Interrupt lines.</summary>
internal static class InterruptCases
{
    public static ImmutableArray<RuleCase> All { get; } =
    [
        Case("KVM0301", "beyond the I/O APIC",
            """
            [Serial(Irq = 24)] public Terminal A { get; init; } = Terminal.None;
            //            ^^ KVM0301
            """,
            "[Serial(Irq = 23)] public Terminal A { get; init; } = Terminal.None;"),
        Case("KVM0301", "the PIC cascade",
            """
            [Serial(Irq = 2)] public Terminal A { get; init; } = Terminal.None;
            //            ^ KVM0301
            """,
            "[Serial(Irq = 3)] public Terminal A { get; init; } = Terminal.None;"),
        new("KVM0301", "the keyboard controller's line",
            Machine.WithMembers(
                """
                [Serial(Irq = 1)] public Terminal A { get; init; } = Terminal.None;
                //            ^ KVM0301
                """),
            """
            [VirtualMachine]
            [Platform(I8042 = false)]
            public partial record Vm
            {
                [FlatImage] public required GuestImage Program { get; init; }

                [Serial(Irq = 1)] public Terminal A { get; init; } = Terminal.None;
            }
            """),
        Case("KVM0302", "the same line",
            """
            [Serial(Irq = 5)] public Terminal A { get; init; } = Terminal.None;
            //            ~ KVM0302
            [Serial(Irq = 5)] public Terminal B { get; init; } = Terminal.None;
            //            ^ KVM0302
            """,
            """
            [Serial(Irq = 5)] public Terminal A { get; init; } = Terminal.None;
            [Serial(Irq = 6)] public Terminal B { get; init; } = Terminal.None;
            """),
        new("KVM0303", "one device more than lines",
            $$"""
            [VirtualMachine]
            public partial record Vm
            {
                [FlatImage] public required GuestImage Program { get; init; }
                {{Devices(19)}}
                [Serial(Mmio = true)] public Terminal OneTooMany { get; init; } = Terminal.None;
            //   ^^^^^^^^^^^^^^^^^^^ KVM0303
            }
            """,
            Machine.WithMembers(Devices(19))),
    ];

    private static string Devices(int count) => string.Join('\n', Enumerable.Range(0, count).Select(i => string.Create(
        CultureInfo.InvariantCulture, $"[Serial(Mmio = true)] public Terminal S{i} {{ get; init; }} = Terminal.None;")));

    private static RuleCase Case(string id, string boundary, string wrong, string right) =>
        new(id, boundary, Machine.WithMembers(wrong), Machine.WithMembers(right));
}
