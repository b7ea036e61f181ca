namespace KvmSdk.Generators.Tests;

/// <summary>Declarations that several tests share.</summary>
internal static class Machines
{
    public const string Minimal = """
        using KvmSdk;

        namespace Samples;

        [VirtualMachine(MemoryMiB = 16)]
        public partial record HelloVm
        {
            [FlatImage] public GuestImage Program { get; init; } = GuestImage.FromBytes([0xF4]);

            [Serial] public Terminal Console { get; init; } = Terminal.Standard;
        }
        """;

    public const string Full = """
        using KvmSdk;
        using KvmSdk.Model.Spec;

        [VirtualMachine(Cpus = 2, MaxCpus = 4, MemoryMiB = 4096, HugePages = HugePages.HugeTlb2MiB, Prefault = true)]
        [Platform(I8042 = false, CmosClock = true, Pit = true, PowerPort = 0x700)]
        public partial record Everything
        {
            [FlatImage(LoadAddress = 0x20_0000)] public required GuestImage Program { get; init; }

            [Serial] public Terminal Console { get; init; } = Terminal.Standard;

            [Serial(Port = 0x3E8, Irq = 11)] public Terminal Log { get; init; } = Terminal.None;

            [Serial(Mmio = true)] public Terminal Trace { get; init; } = Terminal.None;

            [Serial(Mmio = true, Address = 0xC000_0000)] public Terminal Fixed { get; init; } = Terminal.None;

            [DebugExit] public DebugExit Result { get; init; } = DebugExit.Qemu;

            public string Label { get; init; } = "";

            public int? Retries { get; init; }
        }
        """;

    public const string Linux = """
        using KvmSdk;
        using KvmSdk.Model.Spec;

        [VirtualMachine(Cpus = 1, MaxCpus = 3)]
        public partial record Server
        {
            [LinuxKernel(CommandLine = "console=ttyS0 root=\"LABEL=a b\"", Entry = KernelEntry.Pvh)] public required GuestImage Kernel { get; init; }

            [Initrd] public GuestImage? Initrd { get; init; }

            [Serial] public Terminal Console { get; init; } = Terminal.Standard;

            [Block] public required DiskImage Root { get; init; }

            [Rng] public Entropy Random { get; init; } = Entropy.Host;
        }
        """;

    /// <summary>Shared memory of types that everybody sees, that the assembly sees, and that a text can set.</summary>
    public const string Shared = """
        using KvmSdk;

        namespace Samples;

        public struct Mailbox
        {
            public ulong Request;
            public ulong Answer;
        }

        [VirtualMachine(MemoryMiB = 16)]
        public partial record Sharing
        {
            [FlatImage] public required GuestImage Program { get; init; }

            [SharedMemory(Address = 0x80_0000)] public Mailbox Mailbox { get; init; }

            [SharedMemory(Address = 0x80_1000, Size = 5000)] internal Hidden Notes { get; init; }

            [SharedMemory(Address = 0x80_3000)] public required int Budget { get; init; }

            internal record struct Hidden(long Number);
        }
        """;

    /// <summary>Broken by an address that is not a page's.</summary>
    public static string SharedBroken => Shared.Replace("0x80_1000", "0x80_1001", StringComparison.Ordinal);

    /// <summary>A required property that no text can set.</summary>
    public const string OnlyInCode = """
        using KvmSdk;

        [VirtualMachine]
        public partial record Audited
        {
            [FlatImage] public required GuestImage Program { get; init; }

            public required System.IO.Stream Audit { get; init; }
        }
        """;

    public const string Nested = """
        using KvmSdk;

        namespace Samples.Deep;

        public partial class Outer
        {
            internal partial record struct Inner
            {
                [VirtualMachine]
                public partial record Tiny
                {
                    [FlatImage] public required GuestImage Program { get; init; }
                }
            }
        }
        """;

    /// <summary>Broken by an interrupt line claimed twice: the fallback is emitted.</summary>
    public static string Broken => Full.Replace("Irq = 11)", "Irq = 4)", StringComparison.Ordinal).Replace("[Serial] public Terminal Console", "[Serial(Irq = 4)] public Terminal Console", StringComparison.Ordinal);
}
