using System.Collections.Immutable;
using KvmSdk.Analyzers.Tests.Support;

namespace KvmSdk.Analyzers.Tests.Cases;

/// <summary>The queues of virtio devices, and the sectors of disks.</summary>
internal static class QueueCases
{
    public static ImmutableArray<RuleCase> All { get; } =
    [
        Case("KVM0430", "a power of two from 4 to 1024",
            """
            [Block(QueueSize = 0)] public required DiskImage A { get; init; }
            //                 ^ KVM0430
            [Block(QueueSize = 2)] public required DiskImage B { get; init; }
            //                 ^ KVM0430
            [Block(QueueSize = 255)] public required DiskImage C { get; init; }
            //                 ^^^ KVM0430
            [Block(QueueSize = 2048)] public required DiskImage D { get; init; }
            //                 ^^^^ KVM0430
            [Block(QueueSize = -4)] public required DiskImage E { get; init; }
            //                 ^^ KVM0430
            """,
            """
            [Block(QueueSize = 4)] public required DiskImage A { get; init; }
            [Block(QueueSize = 1024)] public required DiskImage B { get; init; }
            [Block] public required DiskImage C { get; init; }
            """),
        Case("KVM0431", "from 1 to the number of CPUs",
            """
            [Block(Queues = 0)] public required DiskImage A { get; init; }
            //              ^ KVM0431
            [Block(Queues = 2)] public required DiskImage B { get; init; }
            //              ^ KVM0431
            """,
            """
            [Block(Queues = 1)] public required DiskImage A { get; init; }
            """),
        new("KVM0431", "from 1 to the most CPUs that an instance may have",
            WithCpus("""
            [Block(Queues = 5)] public required DiskImage A { get; init; }
            //              ^ KVM0431
            """),
            WithCpus("""
            [Block(Queues = 4)] public required DiskImage A { get; init; }
            """)),
        Case("KVM0432", "a power of two from 512 to 4096",
            """
            [Block(SectorSize = 256)] public required DiskImage A { get; init; }
            //                  ^^^ KVM0432
            [Block(SectorSize = 520)] public required DiskImage B { get; init; }
            //                  ^^^ KVM0432
            [Block(SectorSize = 8192)] public required DiskImage C { get; init; }
            //                  ^^^^ KVM0432
            """,
            """
            [Block(SectorSize = 512)] public required DiskImage A { get; init; }
            [Block(SectorSize = 4096)] public required DiskImage B { get; init; }
            """),
    ];

    private static RuleCase Case(string id, string boundary, string wrong, string right) =>
        new(id, boundary, Machine.WithMembers(wrong), Machine.WithMembers(right));

    private static string WithCpus(string members) =>
        Machine.WithMembers(members).Replace("[VirtualMachine]", "[VirtualMachine(Cpus = 2, MaxCpus = 4)]", StringComparison.Ordinal);
}
