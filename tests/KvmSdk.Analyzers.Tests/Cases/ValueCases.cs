using System.Collections.Immutable;
using KvmSdk.Analyzers.Tests.Support;

namespace KvmSdk.Analyzers.Tests.Cases;

/// <summary>What the devices of one machine are connected to, as far as initialisers say.</summary>
internal static class ValueCases
{
    public static ImmutableArray<RuleCase> All { get; } =
    [
        Case("KVM0406", "two ports on the terminal",
            """
            [Serial] public Terminal Console { get; init; } = Terminal.Standard;
            //                                                ~~~~~~~~~~~~~~~~~ KVM0406
            [Serial(Mmio = true)] public Terminal Log { get; init; } = (KvmSdk.Terminal.Standard);
            //                                                          ^^^^^^^^^^^^^^^^^^^^^^^^ KVM0406
            """,
            """
            [Serial] public Terminal Console { get; init; } = Terminal.Standard;
            [Serial(Mmio = true)] public Terminal Log { get; init; } = Terminal.None;
            public Terminal Unused { get; init; } = Terminal.Standard;
            """),
        Case("KVM0406", "only a run can tell, or sets it anyway",
            """
            [Serial] public Terminal A { get; init; } = Terminal.Standard;
            //                                          ~~~~~~~~~~~~~~~~~ KVM0406
            [Serial] public Terminal B { get; init; } = Terminal.Standard;
            //                                          ^^^^^^^^^^^^^^^^^ KVM0406
            """,
            """
            [Serial] public Terminal A { get; init; } = Terminal.Standard;
            [Serial] public Terminal B { get; init; } = System.Environment.ProcessId > 1 ? Terminal.Standard : Terminal.None;
            [Serial] public required Terminal C { get; init; } = Terminal.Standard;
            """),
        Case("KVM0407", "one file, written by two disks",
            """
            private const string Directory = "/srv";
            [Block] public DiskImage A { get; init; } = DiskImage.Raw("/srv/a.img");
            //                                          ~~~~~~~~~~~~~~~~~~~~~~~~~~~ KVM0407
            [Block] public DiskImage B { get; init; } = DiskImage.Raw(path: Directory + "/a.img", readOnly: false);
            //                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ KVM0407
            """,
            """
            [Block] public DiskImage A { get; init; } = DiskImage.Raw("/srv/a.img");
            [Block] public DiskImage B { get; init; } = DiskImage.Raw("/srv/b.img");
            """),
        Case("KVM0407", "one file, written by one disk and read by another",
            """
            [Block] public DiskImage A { get; init; } = DiskImage.Raw("a.img", readOnly: true);
            //                                          ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ KVM0407
            [Block] public DiskImage B { get; init; } = DiskImage.Raw("a.img");
            //                                          ^^^^^^^^^^^^^^^^^^^^^^ KVM0407
            """,
            """
            [Block] public DiskImage A { get; init; } = DiskImage.Raw("a.img", readOnly: true);
            [Block] public DiskImage B { get; init; } = DiskImage.Raw("a.img", true);
            """),
        Case("KVM0407", "one file, as a disk and as memory",
            """
            [Block] public DiskImage A { get; init; } = DiskImage.Raw("memory.img");
            //                                          ~~~~~~~~~~~~~~~~~~~~~~~~~~~ KVM0407
            [Pmem] public DiskImage B { get; init; } = DiskImage.Raw("memory.img", readOnly: true);
            //                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ KVM0407
            """,
            """
            [Block] public DiskImage A { get; init; } = DiskImage.Raw("memory.img", readOnly: true);
            [Pmem] public DiskImage B { get; init; } = DiskImage.Raw("memory.img", readOnly: true);
            """),
        Case("KVM0406", "an instance's port beside a declared one",
            """
            [Serial] public Terminal Console { get; init; } = Terminal.Standard;
            //                                                ~~~~~~~~~~~~~~~~~ KVM0406
            [Serial] public Terminal Log { get; init; } = Terminal.None;
            public Vm Chatty => new() { Program = Program, Log = Terminal.Standard };
            //                                                   ^^^^^^^^^^^^^^^^^ KVM0406
            """,
            """
            [Serial] public Terminal Console { get; init; } = Terminal.Standard;
            [Serial] public Terminal Log { get; init; } = Terminal.None;
            public Vm Chatty => new() { Program = Program, Log = Terminal.Standard, Console = Terminal.None };
            """),
        Case("KVM0407", "an instance's disks",
            """
            [Block] public required DiskImage A { get; init; }
            [Block] public required DiskImage B { get; init; }
            public Vm One => new Vm { Program = Program, A = DiskImage.Raw("a"), B = DiskImage.Raw("a") };
            //                                               ~~~~~~~~~~~~~~~~~~ KVM0407
            //                                                                       ^^^^^^^^^^^^^^^^^^ KVM0407
            """,
            """
            [Block] public required DiskImage A { get; init; }
            [Block] public required DiskImage B { get; init; }
            public Vm One => new Vm { Program = Program, A = DiskImage.Raw("a"), B = DiskImage.Raw("b") };
            """),
        Case("KVM0409", "an empty path",
            """
            [Block] public DiskImage A { get; init; } = DiskImage.Raw("");
            //                                                        ^^ KVM0409
            public static GuestImage Other => GuestImage.FromFile(path: "" + Nothing);
            //                                                          ^^^^^^^^^^^^ KVM0409
            [Block] public DiskImage B { get; init; } = DiskImage.Raw(Nothing, readOnly: true);
            //                                                        ^^^^^^^ KVM0409
            private const string Nothing = "";
            """,
            """
            [Block] public DiskImage A { get; init; } = DiskImage.Raw(" ");
            public static GuestImage Other => GuestImage.FromFile(path: System.Environment.CurrentDirectory + "");
            """),
        Case("KVM0409", "a path that the host would cut off",
            """
            [Serial] public Terminal A { get; init; } = Terminal.File("log\0.txt");
            //                                                        ^^^^^^^^^^^ KVM0409
            """,
            """
            [Serial] public Terminal A { get; init; } = Terminal.File("/log\\0.txt");
            """),
        Case("KVM0410", "a serial number beyond what the answer has room for",
            """
            [Block] public DiskImage A { get; init; } = DiskImage.Raw("a", serial: "123456789-123456789-1");
            //                                                                     ^^^^^^^^^^^^^^^^^^^^^^^ KVM0410
            """,
            """
            [Block] public DiskImage A { get; init; } = DiskImage.Raw("a", serial: "123456789-123456789-");
            """),
        Case("KVM0410", "characters of a serial number",
            """
            public static DiskImage[] All => [DiskImage.Raw("a", false, ""), DiskImage.Raw("b", false, "\x7F"), DiskImage.Raw("c", false, "Größe")];
            //                                                          ^^ KVM0410
            //                                                                                         ^^^^^^ KVM0410
            //                                                                                                                            ^^^^^^^ KVM0410
            """,
            """
            public static DiskImage[] All => [DiskImage.Raw("a", false, null), DiskImage.Raw("b", false, "~"), DiskImage.Raw("c", false, " ")];
            """),
        Case("KVM0411", "one serial number for two disks",
            """
            [Block] public DiskImage A { get; init; } = DiskImage.Raw("a", serial: "1");
            //                                          ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ KVM0411
            [Block] public DiskImage B { get; init; } = DiskImage.Raw("b", true, "1");
            //                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ KVM0411
            """,
            """
            [Block] public DiskImage A { get; init; } = DiskImage.Raw("a", serial: "1");
            [Block] public DiskImage B { get; init; } = DiskImage.Raw("b", true, "01");
            """),
        Case("KVM0411", "properties whose names begin alike",
            """
            [Block] public DiskImage MeasurementsArchiveOf2024 { get; init; } = DiskImage.Raw("2024.img");
            //                                                                  ~~~~~~~~~~~~~~~~~~~~~~~~~ KVM0411
            [Block] public DiskImage MeasurementsArchiveOf2025 { get; init; } = DiskImage.Raw("2025.img");
            //                                                                  ^^^^^^^^^^^^^^^^^^^^^^^^^ KVM0411
            """,
            """
            [Block] public DiskImage MeasurementsArchiveOf2024 { get; init; } = DiskImage.Raw("2024.img");
            [Block] public DiskImage MeasurementsArchiveOf2025 { get; init; } = DiskImage.Raw("2025.img", serial: "2025");
            """),
        new("KVM0412", "two machines that write to one file",
            Disks("""
                [Block] public DiskImage Root { get; init; } = DiskImage.Raw("/srv/web.img");
                //                                             ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ KVM0412
                """, """
                [Block] public DiskImage Root { get; init; } = DiskImage.Raw("/srv/" + "web.img", serial: "1");
                //                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ KVM0412
                """),
            Disks("""
                [Block] public DiskImage Root { get; init; } = DiskImage.Raw("/srv/web.img");
                [Block] public DiskImage Data { get; init; } = DiskImage.Raw("/srv/data.img", readOnly: true);
                [Block] public required DiskImage More { get; init; } = DiskImage.Raw("/srv/more.img");
                public DiskImage Spare { get; init; } = DiskImage.Raw("/srv/spare.img");
                """, """
                [Block] public DiskImage Root { get; init; } = DiskImage.Raw("/srv/mail.img");
                [Block] public DiskImage Data { get; init; } = DiskImage.Raw("/srv/data.img");
                [Block] public DiskImage More { get; init; } = DiskImage.Raw("/srv/more.img");
                [Block] public DiskImage Spare { get; init; } = DiskImage.Raw("/srv/spare.img");
                """)),
        new("KVM0412", "memory of one machine that is a disk of another",
            Disks("""
                [Pmem] public DiskImage Root { get; init; } = DiskImage.Raw("/srv/pages.img");
                //                                            ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ KVM0412
                """, """
                [Block] public DiskImage Root { get; init; } = DiskImage.Raw("/srv/pages.img");
                //                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ KVM0412
                """),
            Disks("""
                [Pmem] public DiskImage Root { get; init; } = DiskImage.Raw("/srv/pages.img");
                """, """
                [Pmem] public DiskImage Root { get; init; } = DiskImage.Raw("/srv/pages.img", readOnly: true);
                """)),
        Case("KVM0440", "the image itself, or one further down",
            """
            [Block] public DiskImage A { get; init; } = DiskImage.Qcow2("a.qcow2", backing: DiskImage.Qcow2("a.qcow2"));
            //                                                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^ KVM0440
            [Block] public DiskImage B { get; init; } = DiskImage.Qcow2("b.qcow2", backing: DiskImage.Qcow2("c.qcow2", backing: DiskImage.Raw("b.qcow2")));
            //                                                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ KVM0440
            """,
            """
            [Block] public DiskImage A { get; init; } = DiskImage.Qcow2("a.qcow2", backing: DiskImage.Qcow2("base.qcow2", backing: DiskImage.Raw("base.img")));
            """),
        Case("KVM0407", "a file, written by one disk, on which another falls back",
            """
            [Block] public DiskImage A { get; init; } = DiskImage.Raw("base.img");
            //                                          ~~~~~~~~~~~~~~~~~~~~~~~~~ KVM0407
            [Block] public DiskImage B { get; init; } = DiskImage.Qcow2("b.qcow2", backing: DiskImage.Raw("base.img"));
            //                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ KVM0407
            """,
            """
            [Block] public DiskImage A { get; init; } = DiskImage.Raw("base.img", readOnly: true);
            [Block] public DiskImage B { get; init; } = DiskImage.Qcow2("b.qcow2", backing: DiskImage.Raw("base.img"));
            [Block] public DiskImage C { get; init; } = DiskImage.Qcow2("c.qcow2", backing: DiskImage.Raw("base.img"));
            """),
    ];

    private static string Disks(string first, string second) =>
        Machine.WithMembers(first) + "\n" + Machine.WithMembers(second).Replace("record Vm", "record Other", StringComparison.Ordinal);

    private static RuleCase Case(string id, string boundary, string wrong, string right) =>
        new(id, boundary, Machine.WithMembers(wrong), Machine.WithMembers(right));
}
