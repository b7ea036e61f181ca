using System.Collections.Immutable;
using KvmSdk.Analyzers.Tests.Support;

namespace KvmSdk.Analyzers.Tests.Cases;

/// <summary>Paths that mean something else on the host than where they were written.</summary>
internal static class PortabilityCases
{
    public static ImmutableArray<RuleCase> All { get; } =
    [
        Case("KVM0801", "backslashes for slashes, and drives",
            """
            [Block] public DiskImage A { get; init; } = DiskImage.Raw(@"images\a.img");
            //                                                        ^^^^^^^^^^^^^^^ KVM0801
            [Block] public DiskImage B { get; init; } = DiskImage.Raw("D:/b.img");
            //                                                        ^^^^^^^^^^ KVM0801
            [Serial] public Terminal C { get; init; } = Terminal.File(path: @"c:\log");
            //                                                              ^^^^^^^^^ KVM0801
            """,
            """
            [Block] public DiskImage A { get; init; } = DiskImage.Raw("images/a.img");
            [Block] public DiskImage B { get; init; } = DiskImage.Raw(@"/srv/odd\name.img");
            [Serial] public Terminal C { get; init; } = Terminal.File("c:log");
            """),
        Case("KVM0802", "what a shell puts something else for",
            """
            [Block] public DiskImage A { get; init; } = DiskImage.Raw("~/a.img");
            //                                                        ^^^^^^^^^ KVM0802
            [Block] public DiskImage B { get; init; } = DiskImage.Raw("/home/$USER/b.img");
            //                                                        ^^^^^^^^^^^^^^^^^^^ KVM0802
            [Block] public DiskImage C { get; init; } = DiskImage.Raw("${HOME}/c.img");
            //                                                        ^^^^^^^^^^^^^^^ KVM0802
            [Block] public DiskImage D { get; init; } = DiskImage.Raw("%TEMP%/d.img");
            //                                                        ^^^^^^^^^^^^^^ KVM0802
            public static GuestImage Kernel => GuestImage.FromFile("~root/vmlinuz");
            //                                                     ^^^^^^^^^^^^^^^ KVM0802
            """,
            """
            [Block] public DiskImage A { get; init; } = DiskImage.Raw("backup~/a.img");
            [Block] public DiskImage B { get; init; } = DiskImage.Raw("price-in-$/b.img");
            [Block] public DiskImage C { get; init; } = DiskImage.Raw("$1/${/c$.img");
            [Block] public DiskImage D { get; init; } = DiskImage.Raw("100%/50 %/d.img");
            public static GuestImage Kernel => GuestImage.FromFile("./~root/vmlinuz");
            """),
    ];

    private static RuleCase Case(string id, string boundary, string wrong, string right) => new(id, boundary, Machine.WithMembers(wrong), Machine.WithMembers(right));
}
