using System.Collections.Immutable;
using KvmSdk.Analyzers.Tests.Support;

namespace KvmSdk.Analyzers.Tests.Cases;

/// <summary>The properties that declare devices.</summary>
internal static class DeviceCases
{
    public static ImmutableArray<RuleCase> All { get; } =
    [
        Case("KVM0401", "another type",
            """
            [Serial] public string Console { get; init; } = "";
            //              ^^^^^^ KVM0401
            """,
            "[Serial] public Terminal Console { get; init; } = Terminal.None;"),
        Case("KVM0401", "another device's type",
            """
            [DebugExit] public KvmSdk.Terminal Exit { get; init; } = Terminal.None;
            //                 ^^^^^^^^^^^^^^^ KVM0401
            """,
            "[DebugExit] public KvmSdk.DebugExit Exit { get; init; } = DebugExit.Qemu;"),
        Case("KVM0401", "perhaps null",
            """
            [Serial] public Terminal? Console { get; init; }
            //              ^^^^^^^^^ KVM0401
            """,
            "[Serial] public required Terminal Console { get; init; }"),
        Case("KVM0402", "set",
            """
            [Serial] public Terminal Console { get; set; } = Terminal.None;
            //                       ^^^^^^^ KVM0402
            """,
            "[Serial] public Terminal Console { get; init; } = Terminal.None;"),
        Case("KVM0402", "get alone",
            """
            [Serial] public Terminal Console { get; } = Terminal.None;
            //                       ^^^^^^^ KVM0402
            """,
            "[Serial] public Terminal Console { get => field; init => field = value; } = Terminal.None;"),
        Case("KVM0402", "init alone",
            """
            private Terminal _console = Terminal.None;

            [Serial] public Terminal Console { init => _console = value; }
            //                       ^^^^^^^ KVM0402
            """,
            """
            private readonly Terminal _console = Terminal.None;

            [Serial] public Terminal Console { get => _console; init => _console = value; }
            """),
        Case("KVM0402", "static",
            """
            [Serial] public static Terminal Console { get; } = Terminal.None;
            //                              ^^^^^^^ KVM0402
            """,
            """
            public static Terminal Default { get; } = Terminal.None;

            [Serial] public Terminal Console { get; init; } = Default;
            """),
        Case("KVM0402", "an indexer",
            """
            [Serial] public Terminal this[int index] { get => Terminal.None; init { } }
            //                       ^^^^ KVM0402
            """,
            "public Terminal this[int index] { get => Terminal.None; init { } }"),
        new("KVM0403", "two attributes",
            """
            [VirtualMachine]
            public partial record Vm
            {
                [FlatImage] public required GuestImage Program { get; init; }

                [Serial, DebugExit] public Terminal Console { get; init; } = Terminal.None;
            //   ~~~~~~ KVM0403
            //           ^^^^^^^^^ KVM0403
            }
            """,
            Machine.WithMembers(
                """
                [Serial] public Terminal Console { get; init; } = Terminal.None;
                [DebugExit] public DebugExit Exit { get; init; } = DebugExit.Qemu;
                """)),
        Case("KVM0404", "a member of the generated half",
            """
            [Serial] public Terminal Layout { get; init; } = Terminal.None;
            //                       ^^^^^^ KVM0404
            """,
            "[Serial] public Terminal LayoutPort { get; init; } = Terminal.None;"),
        Case("KVM0404", "a member of the generated half, for any property",
            """
            public string Machine { get; init; } = "";
            //            ^^^^^^^ KVM0404
            """,
            """public string State { get; init; } = "";"""),
        Case("KVM0404", "the generated tables",
            """
            public string AcpiTables { get; init; } = "";
            //            ^^^^^^^^^^ KVM0404
            """,
            """public string Tables { get; init; } = "";"""),
        Case("KVM0404", "a member of the running machine",
            """
            [Serial] public Terminal State { get; init; } = Terminal.None;
            //                       ^^^^^ KVM0404
            """,
            "[Serial] public Terminal Status { get; init; } = Terminal.None;"),
        Case("KVM0404", "the generated dispatch",
            """
            [Serial] public Terminal Bus { get; init; } = Terminal.None;
            //                       ^^^ KVM0404
            """,
            """public string Bus { get; init; } = "";"""),
        Case("KVM0404", "a parameter of the generated constructor",
            """
            [Serial] public Terminal host { get; init; } = Terminal.None;
            //                       ^^^^ KVM0404
            """,
            "[Serial] public Terminal Host { get; init; } = Terminal.None;"),
        Case("KVM0404", "a keyword",
            """
            [Serial] public Terminal @event { get; init; } = Terminal.None;
            //                       ^^^^^^ KVM0404
            """,
            "[Serial] public Terminal Event { get; init; } = Terminal.None;"),
        Case("KVM0404", "a type in the record",
            """
            private static class Layout;
            //                   ^^^^^^ KVM0404
            """,
            "private static class Layouts;"),
        Case("KVM0404", "a field of a generated type's name",
            """
            private const int Machine = 1;
            //                ^^^^^^^ KVM0404
            """,
            "private const int Machines = 1;"),
        Case("KVM0404", "a method of a generated property's name",
            """
            public void Plan() { }
            //          ^^^^ KVM0404
            """,
            "public void StartAsync(int delay) { }"),
        Case("KVM0404", "a static property",
            """
            public static string Plan { get; } = "";
            //                   ^^^^ KVM0404
            """,
            """public static string Bus { get; } = "";"""),
        new("KVM0404", "a machine's own name",
            """
            [VirtualMachine]
            public partial record Machine
            //                    ^^^^^^^ KVM0404
            {
                [FlatImage] public required GuestImage Program { get; init; }
            }
            """,
            """
            [VirtualMachine]
            public partial record Machine1
            {
                [FlatImage] public required GuestImage Program { get; init; }
            }
            """),
        Case("KVM0405", "a port of a memory-mapped device",
            """
            [Serial(Mmio = true, Port = 0x3F8)] public Terminal A { get; init; } = Terminal.None;
            //                          ^^^^^ KVM0405
            """,
            "[Serial(Mmio = false, Port = 0x3F8)] public Terminal A { get; init; } = Terminal.None;"),
        Case("KVM0405", "an address of a device at ports",
            """
            [Serial(Address = 0xD000_0000)] public Terminal A { get; init; } = Terminal.None;
            //                ^^^^^^^^^^^ KVM0405
            """,
            "[Serial(Address = 0xD000_0000, Mmio = true)] public Terminal A { get; init; } = Terminal.None;"),
        Case("KVM0408", "an option of every program",
            """
            public int Cpus { get; init; }
            //         ^^^^ KVM0408
            """,
            "private int Cpus { get; init; }"),
        Case("KVM0408", "a key of the configuration file",
            """
            public int? MemoryMiB { get; init; }
            //          ^^^^^^^^^ KVM0408
            """,
            "public int? MemoryGiB { get; init; }"),
        Case("KVM0408", "a value that no text can give",
            """
            public required string Config { get; init; }
            //                     ^^^^^^ KVM0408
            """,
            "public required System.IO.Stream Config { get; init; }"),
        new("KVM0408", "an option that a kernel brings",
            """
            [VirtualMachine]
            public partial record Vm
            {
                [LinuxKernel] public required GuestImage Kernel { get; init; }

                public string Append { get; init; } = "";
                //            ^^^^^^ KVM0408
            }
            """,
            Machine.WithMembers("""public string Append { get; init; } = "";""")),
    ];

    private static RuleCase Case(string id, string boundary, string wrong, string right) =>
        new(id, boundary, Machine.WithMembers(wrong), Machine.WithMembers(right));
}
