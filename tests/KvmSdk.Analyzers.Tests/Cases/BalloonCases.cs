using System.Collections.Immutable;
using KvmSdk.Analyzers.Tests.Support;

namespace KvmSdk.Analyzers.Tests.Cases;

/// <summary>Memory balloons: their size beside RAM, the pages behind RAM, and that there is one.</summary>
internal static class BalloonCases
{
    public static ImmutableArray<RuleCase> All { get; } =
    [
        new("KVM0480", "as large as RAM", Of("MemoryMiB = 64", "OfMiB(65)", "^^^^^^^^^^^^^^^^^ KVM0480"), Of("MemoryMiB = 64", "OfMiB(64)", "")),
        new("KVM0480", "RAM of a machine that does not say", Of("Cpus = 1", "OfMiB(mebibytes: 129)", "^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ KVM0480"), Of("Cpus = 1", "OfMiB(128)", "")),
        new("KVM0481", "pages that can be divided",
            """
            using KvmSdk.Model.Spec;

            [VirtualMachine(MemoryMiB = 64, HugePages = HugePages.HugeTlb2MiB)]
            //                                          ^^^^^^^^^^^^^^^^^^^^^ KVM0481
            public partial record Vm
            {
                [FlatImage] public required GuestImage Program { get; init; }
                [Balloon] public Balloon Balloon { get; init; } = Balloon.Empty;
            //   ~~~~~~~ KVM0481
            }
            """,
            """
            using KvmSdk.Model.Spec;

            [VirtualMachine(MemoryMiB = 64, HugePages = HugePages.Transparent)]
            public partial record Vm
            {
                [FlatImage] public required GuestImage Program { get; init; }
                [Balloon] public Balloon Balloon { get; init; } = Balloon.Empty;
            }
            """),
        new("KVM0482", "one balloon",
            Machine.WithMembers("""
                [Balloon] public Balloon Balloon { get; init; } = Balloon.Empty;
            //   ~~~~~~~ KVM0482
                [Balloon] public Balloon Spare { get; init; } = Balloon.OfMiB(16);
            //   ^^^^^^^ KVM0482
            """),
            Machine.WithMembers("""
                [Balloon] public Balloon Balloon { get; init; } = Balloon.Empty;
                public Balloon Spare { get; init; } = Balloon.OfMiB(16);
            """)),
        new("KVM0483", "nothing or more",
            Machine.WithMembers("""
                [Balloon] public Balloon Balloon { get; init; } = Balloon.OfMiB(-1);
                //                                                              ^^ KVM0483
                """),
            Machine.WithMembers("""
                [Balloon] public Balloon Balloon { get; init; } = Balloon.OfMiB(0);
                """)),
    ];

    private static string Of(string arguments, string value, string mark) => $$"""
        [VirtualMachine({{arguments}})]
        public partial record Vm
        {
            [FlatImage] public required GuestImage Program { get; init; }
            [Balloon] public Balloon Balloon { get; init; } = Balloon.{{value}};
            {{(mark.Length == 0 ? "" : "//" + new string(' ', 48) + mark)}}
        }
        """;
}
