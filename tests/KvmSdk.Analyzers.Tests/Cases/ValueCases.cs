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
    ];

    private static RuleCase Case(string id, string boundary, string wrong, string right) =>
        new(id, boundary, Machine.WithMembers(wrong), Machine.WithMembers(right));
}
