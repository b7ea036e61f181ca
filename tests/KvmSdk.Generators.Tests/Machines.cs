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

            [Net(Mac = "52:54:00:00:00:01", Mtu = 1400)] public NetBackend Lan { get; init; } = Tap.Named("tap0");

            [Net] public NetBackend Wan { get; init; } = NetBackend.None;

            [Vsock(Cid = 42)] public VsockBackend Agent { get; init; } = Vsock.At("agent.sock");
        }
        """;

    /// <summary>Consoles and what else speaks with the host; the only console is a virtio one, so the kernel is told of it.</summary>
    public const string Consoles = """
        using KvmSdk;

        namespace Samples;

        [VirtualMachine]
        public partial record Speaking
        {
            [LinuxKernel] public required GuestImage Kernel { get; init; }

            [ConsolePort(Name = "org.example.agent.0", Irq = 19)] public Terminal Agent { get; init; } = Terminal.Program;

            [Console] public Terminal Hvc { get; init; } = Terminal.Standard;

            [ConsolePort] public Terminal Log { get; init; } = Terminal.File("log.txt");

            [Pvpanic] public PanicPolicy Panic { get; init; } = PanicPolicy.Stop;

            [GenerationId] public GenerationId Generation { get; init; } = GenerationId.New;

            [BootMarker] public BootMarker Booted { get; init; } = BootMarker.Print;
        }
        """;

    /// <summary>Broken by a name that two ports have.</summary>
    public static string BrokenConsoles => Consoles.Replace("[ConsolePort] public", "[ConsolePort(Name = \"org.example.agent.0\")] public", StringComparison.Ordinal);

    /// <summary>Memory that the guest gives back, and files that are its memory.</summary>
    public const string Memory = """
        using KvmSdk;

        [VirtualMachine(MemoryMiB = 512)]
        public partial record Elastic
        {
            [LinuxKernel] public required GuestImage Kernel { get; init; }

            [Balloon(DeflateOnOutOfMemory = false)] public Balloon Balloon { get; init; } = Balloon.OfMiB(64);

            [Pmem] public required DiskImage Store { get; init; }

            [Pmem(MaxMiB = 64, MemoryAddress = 0x1_0000_0000)] public DiskImage Tools { get; init; } = DiskImage.Embedded("tools");
        }
        """;

    /// <summary>A kernel that is no Linux, with what it is given.</summary>
    public const string Multiboot = """
        using KvmSdk;

        [VirtualMachine(MemoryMiB = 16)]
        public partial record Hobby
        {
            [MultibootKernel(CommandLine = "test all \"quoted\"")] public required GuestImage Kernel { get; init; }

            [MultibootModule(CommandLine = "shell -i")] public GuestImage? Program { get; init; }

            [MultibootModule] public required GuestImage Data { get; init; }

            [DebugExit] public DebugExit Result { get; init; } = DebugExit.Value;
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

    /// <summary>Devices of the user's own: every form of register, on both buses.</summary>
    public const string Devices = """
        using System;
        using KvmSdk;
        using KvmSdk.Model.Spec;

        namespace Samples;

        public enum Mode : byte { Off, On }

        [MmioDevice(Size = 0x2000)]
        public sealed partial class Thermometer
        {
            private uint _limit;

            [Register(0x00)] public uint Id => 0x7E40;
            [Register(0x04)] public uint MilliCelsius { get; set; }
            [Register(0x08)] public void Arm(uint limit) => _limit = limit;
            [Register(0x0C, Reset = 0x11)] public partial uint Control { get; set; }
            [Register(0x10, Access = GuestAccess.WriteOneToClear)] public partial uint Status { get; private set; }
            [Register(0x14, Access = GuestAccess.ReadToClear)] public uint Peak { get; private set; }
            [Register(0x18)] public partial ulong Serial { get; internal set; }
            [Register(0x20)] internal partial Mode Mode { get; set; }
            [Register(0x22)] public ushort Half { get; set; }
            [Register(0x40, Count = 8)] public partial Span<uint> History { get; }
            [Register(0x80, Count = 4, Stride = 8, Reset = 0xFF, Access = GuestAccess.ReadOnly)] public partial Span<byte> Limits { get; }
            [Register(0x100, Count = 4)] public uint Sample(int index) => (uint)index + _limit;
            [Register(0x100, Count = 4)] public void Sample(int index, uint value) => _limit = value + (uint)index;

            [BitField(nameof(Control), 0)] public partial bool Enabled { get; set; }
            [BitField(nameof(Control), 4, Width = 3)] public partial byte Rate { get; set; }
            [BitField(nameof(Status), 0)] public partial bool AlarmPending { get; private set; }

            [Interrupt] public partial InterruptLine Alarm { get; }
        }

        [PortDevice(Count = 2)]
        internal sealed partial class Lamp
        {
            [Register(0)] public byte Colour { get; set; }
            [Register(1)] public byte Last() => Colour;
        }

        [VirtualMachine]
        internal partial record Greenhouse
        {
            [FlatImage] public required GuestImage Program { get; init; }

            [Device] public Device<Thermometer> Sensor { get; init; } = new(sensor => sensor.MilliCelsius = 21_000);
            [Device(Address = 0xC800_0000, Irq = 9)] public Device<Thermometer> Outside { get; init; } = new();
            [Device(Port = 0x510)] public Device<Lamp> Lamp { get; init; } = new();
        }
        """;

    /// <summary>The same with two registers at one place: the device's fallback is emitted.</summary>
    public static string BrokenDevice => Devices.Replace("[Register(0x22)]", "[Register(0x04)]", StringComparison.Ordinal);

    /// <summary>Broken by an interrupt line claimed twice: the fallback is emitted.</summary>
    public static string Broken => Full.Replace("Irq = 11)", "Irq = 4)", StringComparison.Ordinal).Replace("[Serial] public Terminal Console", "[Serial(Irq = 4)] public Terminal Console", StringComparison.Ordinal);
}
