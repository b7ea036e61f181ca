using System.Collections.Immutable;

namespace KvmSdk.Analyzers.Tests.Cases;

/// <summary>RAM that host and guest share.</summary>
internal static class SharedMemoryCases
{
    public static ImmutableArray<RuleCase> All { get; } =
    [
        Case("KVM0650", "no address",
            """
              [SharedMemory] public Mailbox Box { get; init; }
            // ^^^^^^^^^^^^ KVM0650
            """,
            "[SharedMemory(Address = 0x80_0000)] public Mailbox Box { get; init; }"),
        Case("KVM0650", "not at a page boundary",
            """
            [SharedMemory(Address = 0x80_0FFF)] public Mailbox Box { get; init; }
            //                      ^^^^^^^^^ KVM0650
            """,
            "[SharedMemory(Address = 0x80_1000)] public Mailbox Box { get; init; }"),
        Case("KVM0651", "the end of RAM",
            """
            [SharedMemory(Address = 0xFF_F000, Size = 4097)] public Mailbox Box { get; init; }
            //                      ^^^^^^^^^ KVM0651
            """,
            "[SharedMemory(Address = 0xFF_F000, Size = 4096)] public Mailbox Box { get; init; }"),
        new("KVM0651", "the hole for devices",
            Machine(4096, """
            [SharedMemory(Address = 0xFFFF_F000)] public Mailbox Box { get; init; }
            //                      ^^^^^^^^^^^ KVM0651
            """),
            Machine(4096, "[SharedMemory(Address = 0x1_0000_0000)] public Mailbox Box { get; init; }")),
        Case("KVM0652", "the first MiB",
            """
            [SharedMemory(Address = 0xF_F000)] public Mailbox Box { get; init; }
            //                      ^^^^^^^^ KVM0652
            """,
            "[SharedMemory(Address = 0x10_0000)] public Mailbox Box { get; init; }"),
        Case("KVM0652", "the image's first page",
            """
            [SharedMemory(Address = 0x1F_F000, Size = 4097)] public Mailbox Box { get; init; }
            //                      ^^^^^^^^^ KVM0652
            """,
            "[SharedMemory(Address = 0x1F_F000, Size = 4096)] public Mailbox Box { get; init; }",
            related: true),
        Case("KVM0653", "the last page of the other",
            """
            [SharedMemory(Address = 0x80_0000, Size = 8192)] public Mailbox Box { get; init; }
            //                      ~~~~~~~~~ KVM0653
            [SharedMemory(Address = 0x80_1000)] public long Other { get; init; }
            //                      ^^^^^^^^^ KVM0653
            """,
            """
            [SharedMemory(Address = 0x80_0000, Size = 8192)] public Mailbox Box { get; init; }
            [SharedMemory(Address = 0x80_2000)] public long Other { get; init; }
            """),
        Type("a reference in a field", "public struct Odd { public ulong Number; public string Text; }", "public struct Odd { public ulong Number; public char Text; }"),
        Type("a generic type", "public struct Odd<T> where T : unmanaged { public T Number; }", "public struct Odd { public int Number; }", "Odd<int>"),
        Type("a layout of the runtime's choice",
            "[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)] public struct Odd { public byte A; public ulong B; }",
            "[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Sequential)] public struct Odd { public byte A; public ulong B; }"),
        Type("one field of such a layout",
            "public struct Odd { public Inner In; } [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)] public struct Inner { public int A; }",
            "public struct Odd { public Inner In; } public struct Inner { public int A; }"),
        Case("KVM0654", "a type that the running machine cannot show",
            """
            private struct Secret { public long Number; }
            [SharedMemory(Address = 0x80_0000)] private Secret Box { get; init; }
            //                                          ^^^^^^ KVM0654
            """,
            """
            internal struct Secret { public long Number; }
            [SharedMemory(Address = 0x80_0000)] private Secret Box { get; init; }
            """),
        Case("KVM0655", "less than the type",
            """
            [SharedMemory(Address = 0x80_0000, Size = 15)] public Mailbox Box { get; init; }
            //                                        ^^ KVM0655
            """,
            "[SharedMemory(Address = 0x80_0000, Size = 16)] public Mailbox Box { get; init; }"),
        new("KVM0655", "more than a number of bytes can be",
            Machine(3072, """
            [SharedMemory(Address = 0x10_1000, Size = 0x7FFF_F001)] public Mailbox Box { get; init; }
            //                                        ^^^^^^^^^^^ KVM0655
            """).Replace("LoadAddress = 0x20_0000", "LoadAddress = 0x10_0000", StringComparison.Ordinal),
            Machine(3072, "[SharedMemory(Address = 0x10_1000, Size = 0x7FFF_F000)] public Mailbox Box { get; init; }")
                .Replace("LoadAddress = 0x20_0000", "LoadAddress = 0x10_0000", StringComparison.Ordinal)),
    ];

    private static RuleCase Type(string boundary, string wrong, string right, string name = "Odd") => new(
        "KVM0654",
        boundary,
        Machine(16, $$"""
        [SharedMemory(Address = 0x80_0000)] public {{name}} Box { get; init; }
        //                                         {{new string('^', name.Length)}} KVM0654
        """) + "\n\n" + wrong,
        Machine(16, "[SharedMemory(Address = 0x80_0000)] public Odd Box { get; init; }") + "\n\n" + right);

    private static RuleCase Case(string id, string boundary, string wrong, string right, bool related = false) =>
        new(id, boundary, Machine(16, wrong, related ? $"//                       ~~~~~~~~~ {id}" : ""), Machine(16, right));

    private static string Machine(int memoryMiB, string members, string mark = "") => $$"""
        [VirtualMachine(MemoryMiB = {{memoryMiB}})]
        public partial record Vm
        {
            [FlatImage(LoadAddress = 0x20_0000)] public required GuestImage Program { get; init; }
            {{mark}}

        {{string.Join('\n', members.Split('\n').Select(line => "    " + line))}}
        }

        public struct Mailbox
        {
            public ulong Request;
            public uint Answer;
        }
        """;
}
