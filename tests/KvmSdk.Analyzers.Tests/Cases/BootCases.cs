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
        new("KVM0502", "a kernel beside a flat image",
            """
            [VirtualMachine]
            public partial record Vm
            {
                [FlatImage] public required GuestImage First { get; init; }
            //   ~~~~~~~~~ KVM0502
                [LinuxKernel] public required GuestImage Second { get; init; }
            //   ^^^^^^^^^^^ KVM0502
            }
            """,
            """
            [VirtualMachine]
            public partial record Vm
            {
                [LinuxKernel] public required GuestImage Second { get; init; }
            }
            """),
        new("KVM0506", "an initial RAM disk for a flat image",
            """
            [VirtualMachine]
            public partial record Vm
            {
                [FlatImage] public required GuestImage Program { get; init; }
                [Initrd] public GuestImage? Initrd { get; init; }
            //   ^^^^^^ KVM0506
            }
            """,
            """
            [VirtualMachine]
            public partial record Vm
            {
                [LinuxKernel] public required GuestImage Kernel { get; init; }
                [Initrd] public GuestImage? Initrd { get; init; }
            }
            """),
        new("KVM0506", "a second initial RAM disk",
            """
            [VirtualMachine]
            public partial record Vm
            {
                [LinuxKernel] public required GuestImage Kernel { get; init; }
                [Initrd] public required GuestImage First { get; init; }
            //   ~~~~~~ KVM0506
                [Initrd] public required GuestImage Second { get; init; }
            //   ^^^^^^ KVM0506
            }
            """,
            """
            [VirtualMachine]
            public partial record Vm
            {
                [LinuxKernel] public required GuestImage Kernel { get; init; }
                [Initrd] public required GuestImage First { get; init; }
            }
            """),
        CommandLine("a character outside printable ASCII", "\"quiet\\u007f\"", "\"quiet~\""),
        CommandLine("a line end", "\"quiet\\n\"", "\"quiet \""),
        CommandLine("one character too many", Long(2048), Long(2047)),
        new("KVM0530", "a name without a directory",
            """
            [VirtualMachine]
            public partial record Vm
            {
                [LinuxKernel] public GuestImage Kernel { get; init; } = GuestImage.Embedded("build/vmlinuz");
            //                                                                              ^^^^^^^^^^^^^^^ KVM0530
                [Block] public DiskImage Disk { get; init; } = DiskImage.Embedded(name: "..");
            //                                                                          ^^^^ KVM0530
                public static GuestImage Anywhere => GuestImage.Embedded("");
            //                                                           ^^ KVM0530
            }
            """,
            """
            [VirtualMachine]
            public partial record Vm
            {
                [LinuxKernel] public GuestImage Kernel { get; init; } = GuestImage.Embedded("vmlinuz-6.1");
                [Block] public DiskImage Disk { get; init; } = DiskImage.Embedded("a-name-that-a-tap-could-not-have.img");
            }
            """),
    ];

    private static string Long(int length) => '"' + new string('x', length) + '"';

    private static RuleCase CommandLine(string boundary, string wrong, string right) => new(
        "KVM0507",
        boundary,
        $$"""
        [VirtualMachine]
        public partial record Vm
        {
            [LinuxKernel(CommandLine = {{wrong}})] public required GuestImage Kernel { get; init; }
            //                         {{new string('^', wrong.Length)}} KVM0507
        }
        """,
        $$"""
        [VirtualMachine]
        public partial record Vm
        {
            [LinuxKernel(CommandLine = {{right}})] public required GuestImage Kernel { get; init; }
        }
        """);

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
