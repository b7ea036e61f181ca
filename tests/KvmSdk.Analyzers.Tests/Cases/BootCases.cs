using System.Collections.Immutable;

namespace KvmSdk.Analyzers.Tests.Cases;

/// <summary>What the machine starts from.</summary>
internal static class BootCases
{
    public static ImmutableArray<RuleCase> All { get; } =
    [
        new("KVM0501", "nothing to start from",
            """
            [VirtualMachine]
            public partial record Vm;
            //                    ^^ KVM0501
            """,
            """
            [VirtualMachine]
            public partial record Vm
            {
                [FlatImage] public required GuestImage Program { get; init; }
            }
            """),
        new("KVM0502", "two things to start from",
            """
            [VirtualMachine]
            public partial record Vm
            {
                [FlatImage] public required GuestImage First { get; init; }
            //   ~~~~~~~~~ KVM0502
                [FlatImage(LoadAddress = 0x20_0000)] public required GuestImage Second { get; init; }
            //   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ KVM0502
            }
            """,
            """
            [VirtualMachine]
            public partial record Vm
            {
                [FlatImage] public required GuestImage First { get; init; }

                public required GuestImage Second { get; init; }
            }
            """),
        Case("in the first MiB", "0x10_0000 - 0x1000", "0x10_0000"),
        Case("not at a page boundary", "0x10_0001", "0x10_1000"),
        Case("past the end of RAM", "128 << 20", "(128 << 20) - 0x1000"),
    ];

    private static RuleCase Case(string boundary, string wrong, string right) => new(
        "KVM0503",
        boundary,
        $$"""
        [VirtualMachine(MemoryMiB = 128)]
        public partial record Vm
        {
            [FlatImage(LoadAddress = {{wrong}})] public required GuestImage Program { get; init; }
            //                       {{new string('^', wrong.Length)}} KVM0503
        }
        """,
        $$"""
        [VirtualMachine(MemoryMiB = 128)]
        public partial record Vm
        {
            [FlatImage(LoadAddress = {{right}})] public required GuestImage Program { get; init; }
        }
        """);
}
