using System.Collections.Immutable;

namespace KvmSdk.Analyzers.Tests.Cases;

/// <summary>What the kernel's command line says of the machine.</summary>
internal static class KernelParameterCases
{
    private const string Console = "[Serial] public Terminal Console { get; init; } = Terminal.Standard;";
    private const string Root = "[Block] public required DiskImage Root { get; init; }";
    private const string Memory = "[Pmem] public required DiskImage Store { get; init; }";
    private const string RootWithLine = "[Block(Address = 0xD000_0000, Irq = 5)] public required DiskImage Root { get; init; }";

    public static ImmutableArray<RuleCase> All { get; } =
    [
        Case("KVM0508", "no serial port at all", "console=ttyS0", "", "console=ttyS0", Console),
        Case("KVM0508", "a second serial port", "console=ttyS1,115200n8", Console, "console=ttyS0,115200n8", Console),
        Case("KVM0508", "a port that is the second of a PC", "console=ttyS0", Serial("Port = 0x2F8"), "console=ttyS1", Serial("Port = 0x2F8")),
        Case("KVM0508", "more ports than a PC has", "console=ttyS4", Console, "console=ttyS4", Serial("Mmio = true")),
        Case("KVM0508", "a hypervisor console", "console=hvc0", Console, "console=tty0", Console),
        Case("KVM0508", "a second virtio console", "console=hvc1", "[Console] public Terminal Hvc { get; init; } = Terminal.None;", "console=hvc0", "[Console] public Terminal Hvc { get; init; } = Terminal.None;"),
        new("KVM0508", "the default, of which the only port is another",
            """
            [VirtualMachine]
            public partial record Vm
            {
                [LinuxKernel] public required GuestImage Kernel { get; init; }
            //   ^^^^^^^^^^^ KVM0508
                [Serial(Port = 0x3E8)] public Terminal Console { get; init; } = Terminal.Standard;
            }
            """,
            """
            [VirtualMachine]
            public partial record Vm
            {
                [LinuxKernel] public required GuestImage Kernel { get; init; }
            }
            """),
        Case("KVM0509", "no disk at all", "root=/dev/vda", "", "root=/dev/vda", Root),
        Case("KVM0509", "a second disk", "root=/dev/vdb2", Root, "root=/dev/vda2", Root),
        Case("KVM0509", "a name of two letters", "root=/dev/vdaa", Root, "root=/dev/vdx/y", Root),
        Case("KVM0509", "no persistent memory", "root=/dev/pmem0", Root, "root=/dev/pmem0", Memory),
        Case("KVM0509", "a second persistent memory", "root=/dev/pmem1p2", Memory, "root=/dev/pmem0p2", Memory),
        Case("KVM0510", "no ACPI, with a disk", "acpi=off", Root, "acpi=off", Console),
        Case("KVM0510", "no ACPI, with two CPUs", "acpi=off", "", "acpi=force", "", cpus: 2),
        Case("KVM0510", "no I/O APIC, with a device that interrupts", "noapic", Console, "noapic", ""),
        Case("KVM0510", "no CPU but the first, and no I/O APIC", "maxcpus=0", Console, "maxcpus=1", Console, cpus: 2),
        Case("KVM0510", "one CPU and no I/O APIC", "nosmp", Console, "nosmp", ""),
        Case("KVM0510", "no local APIC", "nolapic", "", "nolapic_timer", ""),
        Case("KVM0510", "fewer CPUs than declared", "nr_cpus=3", "", "nr-cpus=4", "", cpus: 4),
        Case("KVM0510", "an initial RAM disk by name", "initrd=/boot/initrd.img", "", "initramfs.runsize=10%", ""),
        Case("KVM0510", "a virtio device where none is", "virtio_mmio.device=4K@0xd0001000:5", RootWithLine, "virtio_mmio.device=4K@0xd0000000:5", RootWithLine),
        Case("KVM0510", "another line", "virtio_mmio.device=4K@0xd0000000:6", RootWithLine, "virtio_mmio.device=4K@0xd0000000:5:0", RootWithLine),
        Case("KVM0511", "two values", "loglevel=3", "", "console=ttyS0", Console, rest: "loglevel=7"),
        Case("KVM0511", "what the kernel reads, and what it leaves to init", "root=LABEL=a", Root, "root=LABEL=a --", Root, rest: "root=LABEL=b"),
    ];

    private static string Serial(string arguments) => $"[Serial({arguments})] public Terminal Console {{ get; init; }} = Terminal.Standard;";

    private static RuleCase Case(string id, string boundary, string wrong, string wrongMember, string right, string rightMember, int cpus = 1, string rest = "panic=-1") => new(
        id,
        boundary,
        $$"""
        [VirtualMachine(Cpus = {{cpus}})]
        public partial record Vm
        {
            [LinuxKernel(CommandLine = "quiet {{wrong}} {{rest}}")] public required GuestImage Kernel { get; init; }
            //                                {{new string('^', wrong.Length)}} {{id}}
            {{wrongMember}}
        }
        """,
        $$"""
        [VirtualMachine(Cpus = {{cpus}})]
        public partial record Vm
        {
            [LinuxKernel(CommandLine = "quiet {{right}} {{rest}}")] public required GuestImage Kernel { get; init; }
            {{rightMember}}
        }
        """);
}
