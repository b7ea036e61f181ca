using KvmSdk.Model.Plan;
using KvmSdk.Model.Planning;
using KvmSdk.Model.Rules;
using KvmSdk.Model.Spec;
using KvmSdk.Model.Tests.Support;

namespace KvmSdk.Model.Tests.Rules;

public sealed class KernelParameterChecksTests
{
    [Theory]
    [InlineData("console=ttyS0 console=ttyS1,115200n8 console=tty0 console= console=ttyS console=ttySX")]
    [InlineData("root=/dev/vda root2=/dev/vdz root.x=/dev/vdz")]
    [InlineData("root=/dev/sda")]
    [InlineData("\"root=LABEL=a b\" acpi=force")]
    [InlineData("quiet -- console=ttyS9 noapic root=/dev/vdz")]
    [InlineData("noapic=x nr_cpus=0 nr_cpus=x nr_cpus=2 virtio_mmio.device=nonsense virtio_mmio.device=4K@nonsense:5")]
    [InlineData("init=/bin/sh console=ttyS0 console=ttyS0")]
    public void What_the_machine_bears_out_or_nobody_knows_is_let_through(string commandLine) => Assert.Empty(Messages(commandLine));

    [Theory]
    [InlineData("console=ttyS2", "Kernel parameter 'console=ttyS2' names a serial port that the machine does not have; declare [Serial(Port = 0x3E8)], or use 'console=ttyS0'")]
    [InlineData("console=ttyS4", "Kernel parameter 'console=ttyS4' names a serial port that the machine does not have; use 'console=ttyS0'")]
    [InlineData("console=ttyS0 console=hvc1", "Kernel parameter 'console=hvc1' names a hypervisor console that the machine does not have; declare as many [Console]s, or remove it")]
    [InlineData("console=hvc0", "Kernel parameter 'console=hvc0' names a hypervisor console that the machine does not have; declare [Console], or use 'console=ttyS0'")]
    [InlineData("root=/dev/vdab3", "Kernel parameter 'root=/dev/vdab3' names disk 28 of the machine, which declares 1; declare a [Block] for it, or use 'root=/dev/vda3'")]
    [InlineData("root=/dev/pmem0", "Kernel parameter 'root=/dev/pmem0' names persistent memory 1 of the machine, which declares none; declare a [Pmem] for it")]
    [InlineData("nr-cpus=1", "Kernel parameter 'nr-cpus=1' contradicts the machine: the kernel would use 1 of 2 CPUs; remove it")]
    [InlineData("acpi=off virtio_mmio.device=4K@0xd0000000:5", "Kernel parameter 'acpi=off' contradicts the machine: ACPI alone tells the kernel of its 2 CPUs; remove it")]
    [InlineData("acpi=off", "Kernel parameter 'acpi=off' contradicts the machine: ACPI alone tells the kernel of 'Disk'; remove it")]
    [InlineData("virtio-mmio.device=512@0xd0000000:6", "Kernel parameter 'virtio-mmio.device=512@0xd0000000:6' contradicts the machine: the interrupt of 'Disk' is 5; remove it")]
    [InlineData("panic=1 panic=2", "Kernel parameter 'panic=1' has no effect, because 'panic=2' follows it; remove one")]
    public void What_cannot_be_meant_is_reported_with_a_remedy(string commandLine, string message) => Assert.Equal([message], Messages(commandLine));

    [Fact]
    public void A_command_line_of_many_mistakes_has_one_sentence_for_each() => Assert.Equal(
        ["KVM0508", "KVM0511", "KVM0510"],
        Specs.BrokenRules(With("console=hvc0 root=/dev/vdz root=/dev/vda noapic noapic")));

    [Theory]
    [InlineData("console=hvc0 console=hvc1,9600", null)]
    [InlineData("console=hvc2", "Kernel parameter 'console=hvc2' names a hypervisor console that the machine does not have; declare [Console], or use 'console=hvc1'")]
    [InlineData("console=hvc0 console=hvc1 console=hvc7", "Kernel parameter 'console=hvc7' names a hypervisor console that the machine does not have; declare as many [Console]s, or remove it")]
    [InlineData("console=ttyS0", "Kernel parameter 'console=ttyS0' names a serial port that the machine does not have; declare [Serial], or use 'console=hvc0'")]
    [InlineData("console=ttyS9,115200", "Kernel parameter 'console=ttyS9,115200' names a serial port that the machine does not have; use 'console=hvc0'")]
    public void Virtio_consoles_are_numbered_in_order_of_declaration(string commandLine, string? message)
    {
        MachineSpec spec = Specs.With(Console("A"), DeviceSpec.Virtio("Lan", DeviceKind.Net, "Net", null, null) with { Net = new(null, null) }, Console("B")) with
        {
            Boot = [new BootSpec(BootKind.LinuxKernel, "Kernel", 0, commandLine)],
        };
        Assert.Equal(message is null ? [] : [message], MachinePlanner.Plan(spec).Violations.Select(violation => violation.Message));

        static DeviceSpec Console(string name) => DeviceSpec.Virtio(name, DeviceKind.Console, "Console", address: null, irq: null);
    }

    [Fact]
    public void A_serial_port_off_the_PCs_places_may_have_any_number()
    {
        MachineSpec spec = With("console=ttyS3 console=ttyS4");

        Assert.Equal(["KVM0508", "KVM0508"], Specs.BrokenRules(spec));
        Assert.Empty(Specs.BrokenRules(spec with { Devices = [.. spec.Devices, Specs.MmioSerial("Third")] }));
        Assert.Empty(Specs.BrokenRules(spec with { Devices = [.. spec.Devices, Specs.Serial("Third", 0x1000)] }));
    }

    [Fact]
    public void Devices_in_conflict_are_the_mistake_and_not_the_parameters_that_name_them()
    {
        MachineSpec spec = With("console=ttyS3");

        Assert.Equal(["KVM0201"], Specs.BrokenRules(spec with { Devices = [.. spec.Devices, Specs.Serial("Third", 0x3F8), Specs.Serial("Fourth", 0x3F8)] }));
    }

    [Theory]
    [InlineData("console=ttyS0 root=/dev/vda", "root=LABEL=other", null)]
    [InlineData("console=ttyS0 root=/dev/vda", "root=/dev/vdb", "KVM0509")]
    [InlineData("console=ttyS0", "console=ttyS2", "KVM0508")]
    [InlineData("console=ttyS0", "nosmp", "KVM0510")]
    [InlineData("console=ttyS0", "loglevel=1 loglevel=2", "KVM0511")]
    [InlineData("console=ttyS0 --", "console=ttyS2", null)]
    public void What_an_instance_appends_is_checked_by_the_same_rules(string declared, string appended, string? id)
    {
        MachinePlan plan = MachinePlanner.Plan(With(declared)).Plan!;

        Assert.Equal(id, KernelParameterChecks.CheckAppended(plan.Boot, $"{declared} {appended}", plan.Devices, 2)?.Rule.Id);
    }

    [Fact]
    public void The_CPUs_of_a_start_are_held_against_the_whole_command_line()
    {
        BootPlan boot = MachinePlanner.Plan(With("nr_cpus=2")).Plan!.Boot;

        Assert.Null(KernelParameterChecks.CheckCpus(boot, 2));
        Assert.Equal(KernelParameterRules.Contradiction, KernelParameterChecks.CheckCpus(boot, 3)?.Rule);
    }

    private static IEnumerable<string> Messages(string commandLine) => MachinePlanner.Plan(With(commandLine)).Violations.Select(violation => violation.Message);

    /// <summary>Two CPUs, two serial ports at the PC's first two places, and a disk.</summary>
    private static MachineSpec With(string commandLine) =>
        Specs.With(Specs.Serial("First"), Specs.Serial("Second", 0x2F8), DeviceSpec.Virtio("Disk", DeviceKind.Block, "Block", 0xD000_0000, 5)) with
        {
            Cpus = 2,
            MaxCpus = 4,
            Boot = [new BootSpec(BootKind.LinuxKernel, "Kernel", 0, commandLine)],
        };
}
