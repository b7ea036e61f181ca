using System.Globalization;

namespace KvmSdk.BuildCost;

/// <summary>The machines that are built: each in a file of its own, with twelve devices.</summary>
internal static class MachineSources
{
    /// <summary>What an edit of a machine changes.</summary>
    public const string Declared = "Irq = 11";

    /// <summary>A program that starts the first of the machines.</summary>
    public const string Program = "using KvmSdk;\n\nreturn await VirtualMachine.RunAsync<Machines.Machine0>(args);\n";

    /// <summary>The declaration of one machine.</summary>
    public static string Machine(int number) => string.Create(CultureInfo.InvariantCulture, $$"""
        using KvmSdk;

        namespace Machines;

        [VirtualMachine(Cpus = 2, MaxCpus = 8, MemoryMiB = {{256 + number}})]
        [Platform(CmosClock = true)]
        public partial record Machine{{number}}
        {
            [LinuxKernel(CommandLine = "console=ttyS0 root=/dev/vda ro quiet panic=-1")] public required GuestImage Kernel { get; init; }

            [Initrd] public GuestImage? Initrd { get; init; }

            [Serial] public Terminal Console { get; init; } = Terminal.Standard;

            [Serial(Port = 0x3E8, {{Declared}})] public Terminal Log { get; init; } = Terminal.None;

            [Serial(Mmio = true)] public Terminal Trace { get; init; } = Terminal.None;

            [Serial(Mmio = true, Address = 0xD800_0000)] public Terminal Audit { get; init; } = Terminal.None;

            [Block] public required DiskImage Root { get; init; }

            [Block] public required DiskImage Data { get; init; }

            [Block(Address = 0xD900_0000, Irq = 20)] public DiskImage Cache { get; init; } = DiskImage.Raw("cache{{number}}.img");

            [Block] public DiskImage Scratch { get; init; } = DiskImage.Raw("scratch{{number}}.img");

            [Block] public DiskImage Seed { get; init; } = DiskImage.Raw("seed{{number}}.img", readOnly: true);

            [Rng] public Entropy Entropy { get; init; } = Entropy.Host;

            [Rng(Irq = 21)] public Entropy Spare { get; init; } = Entropy.Host;

            [DebugExit] public DebugExit Result { get; init; } = DebugExit.Qemu;

            public string Label { get; init; } = "";
        }
        """);
}
