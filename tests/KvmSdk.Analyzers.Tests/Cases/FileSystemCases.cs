using System.Collections.Immutable;
using KvmSdk.Analyzers.Tests.Support;

namespace KvmSdk.Analyzers.Tests.Cases;

/// <summary>Shared directories: tags, and whose the files are.</summary>
internal static class FileSystemCases
{
    public static ImmutableArray<RuleCase> All { get; } =
    [
        Case("KVM0465", "1 to 36 bytes in one line",
            """
            [SharedDirectory(Tag = "")] public HostDirectory A { get; init; } = HostDirectory.At("a");
            //                     ^^ KVM0465
            [SharedDirectory(Tag = "a-tag-of-thirty-seven-bytes--------37")] public HostDirectory B { get; init; } = HostDirectory.At("b");
            //                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ KVM0465
            [SharedDirectory(Tag = "two\nlines")] public HostDirectory C { get; init; } = HostDirectory.At("c");
            //                     ^^^^^^^^^^^^ KVM0465
            [SharedDirectory(Tag = "a\0b")] public HostDirectory D { get; init; } = HostDirectory.At("d");
            //                     ^^^^^^ KVM0465
            [SharedDirectory(Tag = "ääääääääääääääääääa")] public HostDirectory E { get; init; } = HostDirectory.At("e");
            //                     ^^^^^^^^^^^^^^^^^^^^^ KVM0465
            """,
            """
            [SharedDirectory(Tag = "a")] public HostDirectory A { get; init; } = HostDirectory.At("a");
            [SharedDirectory(Tag = "a-tag-of-thirty-six-bytes---------36")] public HostDirectory B { get; init; } = HostDirectory.At("b");
            [SharedDirectory(Tag = "ääääääääääääääääää")] public HostDirectory C { get; init; } = HostDirectory.At("c");
            [SharedDirectory] public HostDirectory D { get; init; } = HostDirectory.At("d");
            """),
        Case("KVM0466", "one tag in one machine",
            """
            [SharedDirectory(Tag = "src")] public HostDirectory A { get; init; } = HostDirectory.At("a");
            //                     ~~~~~ KVM0466
            [SharedDirectory(Tag = "src")] public HostDirectory B { get; init; } = HostDirectory.At("b");
            //                     ^^^^^ KVM0466
            """,
            """
            [SharedDirectory(Tag = "src")] public HostDirectory A { get; init; } = HostDirectory.At("a");
            [SharedDirectory(Tag = "Src")] public HostDirectory B { get; init; } = HostDirectory.At("a");
            """),
        Case("KVM0466", "a property's name is its tag where none is declared",
            """
              [SharedDirectory] public HostDirectory A { get; init; } = HostDirectory.At("a");
            // ~~~~~~~~~~~~~~~ KVM0466
            [SharedDirectory(Tag = "A")] public HostDirectory B { get; init; } = HostDirectory.At("b");
            //                     ^^^ KVM0466
            """,
            """
            [SharedDirectory] public HostDirectory A { get; init; } = HostDirectory.At("a");
            [SharedDirectory(Tag = "a")] public HostDirectory B { get; init; } = HostDirectory.At("b");
            """),
        Case("KVM0467", "a number of somebody's",
            """
            [SharedDirectory] public HostDirectory A { get; init; } = HostDirectory.At("a", uid: 4294967295);
            //                                                                                   ^^^^^^^^^^ KVM0467
            [SharedDirectory] public HostDirectory B { get; init; } = HostDirectory.At("b", false, 0, uint.MaxValue);
            //                                                                                        ^^^^^^^^^^^^^ KVM0467
            """,
            """
            [SharedDirectory] public HostDirectory A { get; init; } = HostDirectory.At("a", uid: 4294967294);
            [SharedDirectory] public HostDirectory B { get; init; } = HostDirectory.At("b", uid: 1000, gid: 0);
            """),
        Case("KVM0409", "a directory's path",
            """
            [SharedDirectory] public HostDirectory A { get; init; } = HostDirectory.At("");
            //                                                                         ^^ KVM0409
            """,
            """
            [SharedDirectory] public HostDirectory A { get; init; } = HostDirectory.At("a b");
            """),
    ];

    private static RuleCase Case(string id, string boundary, string wrong, string right) =>
        new(id, boundary, Machine.WithMembers(wrong), Machine.WithMembers(right));
}
