using System.Collections.Immutable;
using KvmSdk.Analyzers.Tests.Support;

namespace KvmSdk.Analyzers.Tests.Cases;

/// <summary>Ports and windows. The planner's own tests go through every reserved range; here it is the places that count.</summary>
internal static class AddressCases
{
    public static ImmutableArray<RuleCase> All { get; } =
    [
        Case("KVM0201", "the last port of the other",
            """
            [Serial(Port = 0x3E8)] public Terminal A { get; init; } = Terminal.None;
            //             ~~~~~ KVM0201
            [DebugExit(Port = 0x3EF)] public DebugExit B { get; init; } = DebugExit.Qemu;
            //                ^^^^^ KVM0201
            """,
            """
            [Serial(Port = 0x3E8)] public Terminal A { get; init; } = Terminal.None;
            [DebugExit(Port = 0x3F0)] public DebugExit B { get; init; } = DebugExit.Qemu;
            """),
        Case("KVM0201", "the first port of the other",
            """
            [Serial(Port = 0x3E8)] public Terminal A { get; init; } = Terminal.None;
            //             ~~~~~ KVM0201
            [DebugExit(Port = 0x3E5)] public DebugExit B { get; init; } = DebugExit.Qemu;
            //                ^^^^^ KVM0201
            """,
            """
            [Serial(Port = 0x3E8)] public Terminal A { get; init; } = Terminal.None;
            [DebugExit(Port = 0x3E4)] public DebugExit B { get; init; } = DebugExit.Qemu;
            """),
        new("KVM0201", "the keyboard controller, which is not written anywhere",
            """
            [VirtualMachine]
            public partial record Vm
            //                    ~~ KVM0201
            {
                [FlatImage] public required GuestImage Program { get; init; }

                [DebugExit(Port = 0x64)] public DebugExit Exit { get; init; } = DebugExit.Qemu;
                //                ^^^^ KVM0201
            }
            """,
            """
            [VirtualMachine, Platform(I8042 = false)]
            public partial record Vm
            {
                [FlatImage] public required GuestImage Program { get; init; }

                [DebugExit(Port = 0x64)] public DebugExit Exit { get; init; } = DebugExit.Qemu;
            }
            """),
        new("KVM0201", "the power registers against the keyboard controller",
            """
            [VirtualMachine]
            [Platform(I8042 = true, PowerPort = 0x62)]
            //                ~~~~ KVM0201      ^^^^ KVM0201
            public partial record Vm
            {
                [FlatImage] public required GuestImage Program { get; init; }
            }
            """,
            """
            [VirtualMachine]
            [Platform(I8042 = true, PowerPort = 0x65)]
            public partial record Vm
            {
                [FlatImage] public required GuestImage Program { get; init; }
            }
            """),
        Case("KVM0202", "the first interrupt controller",
            """
            [DebugExit(Port = 0x1D)] public DebugExit Exit { get; init; } = DebugExit.Qemu;
            //                ^^^^ KVM0202
            """,
            "[DebugExit(Port = 0x1C)] public DebugExit Exit { get; init; } = DebugExit.Qemu;"),
        Case("KVM0202", "the end of the I/O space",
            """
            [Serial(Port = 0xFFF9)] public Terminal A { get; init; } = Terminal.None;
            //             ^^^^^^ KVM0202
            """,
            "[Serial(Port = 0xFFF8)] public Terminal A { get; init; } = Terminal.None;"),
        Case("KVM0202", "a port near the largest integer, which must not wrap around",
            """
            [Serial(Port = int.MaxValue)] public Terminal A { get; init; } = Terminal.None;
            //             ^^^^^^^^^^^^ KVM0202
            """,
            "[Serial(Port = 0)] public Terminal A { get; init; } = Terminal.None;"),
        Case("KVM0203", "not at a page boundary",
            """
            [Serial(Mmio = true, Address = 0xD000_0001)] public Terminal A { get; init; } = Terminal.None;
            //                             ^^^^^^^^^^^ KVM0203
            """,
            "[Serial(Mmio = true, Address = 0xD000_0000)] public Terminal A { get; init; } = Terminal.None;"),
        Case("KVM0204", "below the hole",
            """
            [Serial(Mmio = true, Address = 0xBFFF_F000)] public Terminal A { get; init; } = Terminal.None;
            //                             ^^^^^^^^^^^ KVM0204
            """,
            "[Serial(Mmio = true, Address = 0xC000_0000)] public Terminal A { get; init; } = Terminal.None;"),
        Case("KVM0204", "the I/O APIC",
            """
            [Serial(Mmio = true, Address = 0xFEC0_0000)] public Terminal A { get; init; } = Terminal.None;
            //                             ^^^^^^^^^^^ KVM0204
            """,
            "[Serial(Mmio = true, Address = 0xFEC0_1000)] public Terminal A { get; init; } = Terminal.None;"),
        Case("KVM0205", "the same page",
            """
            [Serial(Mmio = true, Address = 0xD000_0000)] public Terminal A { get; init; } = Terminal.None;
            //                             ~~~~~~~~~~~ KVM0205
            [Serial(Mmio = true, Address = 0xD000_0000)] public Terminal B { get; init; } = Terminal.None;
            //                             ^^^^^^^^^^^ KVM0205
            """,
            """
            [Serial(Mmio = true, Address = 0xD000_0000)] public Terminal A { get; init; } = Terminal.None;
            [Serial(Mmio = true, Address = 0xD000_1000)] public Terminal B { get; init; } = Terminal.None;
            """),
    ];

    private static RuleCase Case(string id, string boundary, string wrong, string right) =>
        new(id, boundary, Machine.WithMembers(wrong), Machine.WithMembers(right));
}
