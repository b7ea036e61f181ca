using System.Collections.Immutable;
using KvmSdk.Analyzers.Tests.Support;

namespace KvmSdk.Analyzers.Tests.Cases;

/// <summary>Persistent memory: what can be one, how large, and where it lies.</summary>
internal static class PmemCases
{
    public static ImmutableArray<RuleCase> All { get; } =
    [
        Case("KVM0490", "a raw image",
            """
            [Pmem] public DiskImage A { get; init; } = DiskImage.Qcow2("a.qcow2");
            //                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^ KVM0490
            [Pmem] public DiskImage B { get; init; } = DiskImage.Qcow2("b.qcow2", readOnly: true);
            //                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ KVM0490
            """,
            """
            [Pmem] public DiskImage A { get; init; } = DiskImage.Raw("a.img");
            [Pmem] public DiskImage B { get; init; } = DiskImage.Embedded("b");
            """),
        Case("KVM0491", "what memory can heed",
            """
            [Pmem] public DiskImage A { get; init; } = DiskImage.Raw("a-1", cache: DiskCache.Unsafe);
            //                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ KVM0491
            [Pmem] public DiskImage B { get; init; } = DiskImage.Raw("b-1", readOnly: true, serial: "B");
            //                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ KVM0491
            [Pmem] public DiskImage C { get; init; } = DiskImage.Embedded("c", limit: RateLimit.Of(operationsPerSecond: 5));
            //                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ KVM0491
            """,
            """
            [Pmem] public DiskImage A { get; init; } = DiskImage.Raw("a-1", cache: DiskCache.Writeback, engine: DiskEngine.Automatic);
            [Pmem] public DiskImage B { get; init; } = DiskImage.Raw("b-1", readOnly: true, serial: null);
            [Pmem] public DiskImage C { get; init; } = DiskImage.Embedded("c", limit: RateLimit.None);
            """),
        Case("KVM0492", "an even number from 2 on",
            """
            [Pmem(MaxMiB = 0)] public required DiskImage A { get; init; }
            //             ^ KVM0492
            [Pmem(MaxMiB = -2)] public required DiskImage B { get; init; }
            //             ^^ KVM0492
            [Pmem(MaxMiB = 1023)] public required DiskImage C { get; init; }
            //             ^^^^ KVM0492
            """,
            """
            [Pmem(MaxMiB = 2)] public required DiskImage A { get; init; }
            [Pmem(MaxMiB = 1024)] public required DiskImage B { get; init; }
            [Pmem] public required DiskImage C { get; init; }
            """),
        Case("KVM0493", "a place of its own above 4 GiB",
            """
            [Pmem(MaxMiB = 4, MemoryAddress = 0x10_0010_0000)] public required DiskImage A { get; init; }
            //                                ^^^^^^^^^^^^^^ KVM0493
            [Pmem(MaxMiB = 4, MemoryAddress = 0xFFE0_0000)] public required DiskImage B { get; init; }
            //                                ^^^^^^^^^^^ KVM0493
            [Pmem(MaxMiB = 4, MemoryAddress = 0xFF_FFE0_0000)] public required DiskImage C { get; init; }
            //                                ^^^^^^^^^^^^^^ KVM0493
            """,
            """
            [Pmem(MaxMiB = 4, MemoryAddress = 0x10_0020_0000)] public required DiskImage A { get; init; }
            [Pmem(MaxMiB = 4, MemoryAddress = 0x1_8000_0000)] public required DiskImage B { get; init; }
            [Pmem(MaxMiB = 4, MemoryAddress = 0xFF_FFC0_0000)] public required DiskImage C { get; init; }
            """),
        Case("KVM0493", "another file",
            """
            [Pmem(MaxMiB = 4, MemoryAddress = 0x20_0000_0000)] public required DiskImage A { get; init; }
            //                                ~~~~~~~~~~~~~~ KVM0493
            [Pmem(MaxMiB = 4, MemoryAddress = 0x20_0020_0000)] public required DiskImage B { get; init; }
            //                                ^^^^^^^^^^^^^^ KVM0493
            """,
            """
            [Pmem(MaxMiB = 4, MemoryAddress = 0x20_0000_0000)] public required DiskImage A { get; init; }
            [Pmem(MaxMiB = 4, MemoryAddress = 0x20_0040_0000)] public required DiskImage B { get; init; }
            """),
        Case("KVM0495", "what is left beside another",
            """
            [Pmem(MaxMiB = 786432)] public required DiskImage A { get; init; }
            [Pmem] public required DiskImage Beside { get; init; }
            //                               ^^^^^^ KVM0495
            """,
            """
            [Pmem(MaxMiB = 688128)] public required DiskImage A { get; init; }
            [Pmem] public required DiskImage Beside { get; init; }
            """),
        new("KVM0494", "where RAM ends", Beside("0x1_3FE0_0000", "^^^^^^^^^^^^^ KVM0494"), Beside("0x1_4000_0000", "")),
    ];

    private static RuleCase Case(string id, string boundary, string wrong, string right) => new(id, boundary, Machine.WithMembers(wrong), Machine.WithMembers(right));

    private static string Beside(string address, string mark) => $$"""
        [VirtualMachine(MemoryMiB = 4096)]
        public partial record Vm
        {
            [FlatImage] public required GuestImage Program { get; init; }
            [Pmem(MaxMiB = 64, MemoryAddress = {{address}})] public required DiskImage Store { get; init; }
            {{(mark.Length == 0 ? "" : "//" + new string(' ', 33) + mark)}}
        }
        """;
}
