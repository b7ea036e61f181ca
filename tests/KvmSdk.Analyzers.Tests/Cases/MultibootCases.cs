using System.Collections.Immutable;

namespace KvmSdk.Analyzers.Tests.Cases;

/// <summary>Multiboot kernels and what they are given.</summary>
internal static class MultibootCases
{
    public static ImmutableArray<RuleCase> All { get; } =
    [
        new("KVM0520", "a Multiboot kernel",
            """
            [VirtualMachine]
            public partial record Vm
            {
                [FlatImage] public required GuestImage Program { get; init; }
                [MultibootModule] public required GuestImage Module { get; init; }
            //   ^^^^^^^^^^^^^^^ KVM0520
            }
            """,
            """
            [VirtualMachine]
            public partial record Vm
            {
                [MultibootKernel] public required GuestImage Program { get; init; }
                [MultibootModule] public required GuestImage Module { get; init; }
                [MultibootModule] public GuestImage? Another { get; init; }
            }
            """),
        new("KVM0521", "printable ASCII",
            """
            [VirtualMachine]
            public partial record Vm
            {
                [MultibootKernel] public required GuestImage Program { get; init; }
                [MultibootModule(CommandLine = "\u007F")] public GuestImage? Module { get; init; }
                //                             ^^^^^^^^ KVM0521
            }
            """,
            """
            [VirtualMachine]
            public partial record Vm
            {
                [MultibootKernel] public required GuestImage Program { get; init; }
                [MultibootModule(CommandLine = "~ \"")] public GuestImage? Module { get; init; }
            }
            """),
        new("KVM0507", "a Multiboot kernel's",
            """
            [VirtualMachine]
            public partial record Vm
            {
                [MultibootKernel(CommandLine = "\t")] public required GuestImage Program { get; init; }
                //                             ^^^^ KVM0507
            }
            """,
            """
            [VirtualMachine]
            public partial record Vm
            {
                [MultibootKernel(CommandLine = "quiet")] public required GuestImage Program { get; init; }
            }
            """),
        new("KVM0502", "a Multiboot kernel beside Linux",
            """
            [VirtualMachine]
            public partial record Vm
            {
                [LinuxKernel] public required GuestImage Program { get; init; }
            //   ~~~~~~~~~~~ KVM0502
                [MultibootKernel] public required GuestImage Other { get; init; }
            //   ^^^^^^^^^^^^^^^ KVM0502
            }
            """,
            """
            [VirtualMachine]
            public partial record Vm
            {
                [MultibootKernel] public required GuestImage Other { get; init; }
            }
            """),
    ];
}
