using KvmSdk.Model.Acpi;
using KvmSdk.Model.Plan;
using KvmSdk.Model.Planning;
using KvmSdk.Model.Spec;
using KvmSdk.Model.Tests.Support;

namespace KvmSdk.Model.Tests.Acpi;

public sealed class AcpiDescriptionOfPlanTests
{
    [Fact]
    public void A_planned_machine_is_described_by_its_assigned_ports_windows_and_lines()
    {
        MachineSpec spec = Specs.With(
            Specs.Serial("Console"),
            Disk("Root"),
            Specs.DebugExit("Exit"),
            Specs.MmioSerial("Log", address: 0xD800_0000, irq: 11),
            DeviceSpec.Virtio("Entropy", DeviceKind.Entropy, "Rng", address: null, irq: null),
            Disk("Data")) with
        {
            Cpus = 2,
            MaxCpus = 6,
        };
        AcpiDescription expected = new(
            2,
            6,
            0x600,
            HasI8042: true,
            HasCmosClock: false,
            SerialPorts: [Machines.Com(0x3F8, 4), new(null, new(0xD800_0000, 0x1000), 11)],
            VirtioDevices: [Machines.Disk(0, 5), Machines.Disk(1, 6), Machines.Disk(2, 7)]);
        AcpiDescription described = AcpiDescription.Of(Plan(spec));
        Assert.Equal(expected, described);
        Assert.NotNull(AcpiTables.Build(described).Tables);

        static DeviceSpec Disk(string name) => DeviceSpec.Virtio(name, DeviceKind.Block, "Block", address: null, irq: null);
    }

    [Fact]
    public void Without_a_keyboard_controller_the_tables_name_none() =>
        Assert.Equal(Machines.Bare, AcpiDescription.Of(Plan(Specs.WithoutI8042())));

    [Fact]
    public void A_declared_CMOS_clock_is_described() =>
        Assert.Equal(
            Machines.Bare with { HasCmosClock = true },
            AcpiDescription.Of(Plan(Specs.WithoutI8042() with { Devices = [DeviceSpec.Power(null), DeviceSpec.CmosClock()] })));

    [Fact]
    public void What_a_guest_tells_at_ports_and_finds_in_memory_is_described() => Assert.Equal(
        Machines.Bare with { PvpanicPort = 0x510, GenerationId = new(0xF_0000, 11) },
        AcpiDescription.Of(Plan(Specs.WithoutI8042(
            DeviceSpec.Pvpanic("Panic", 0x510), DeviceSpec.GenerationId("Generation", 11), DeviceSpec.BootMarker("Booted", null)))));

    [Fact]
    public void It_is_decided_for_every_kind_of_device_whether_it_is_virtio()
    {
        DeviceKind[] virtio = [.. Enum.GetValues<DeviceKind>().Where(AcpiDescription.IsVirtio)];
        Assert.Equal([DeviceKind.Block, DeviceKind.Entropy, DeviceKind.Net, DeviceKind.Console, DeviceKind.ConsolePorts, DeviceKind.Balloon, DeviceKind.FileSystem, DeviceKind.Vsock, DeviceKind.Pmem], virtio);
        Assert.Throws<ArgumentOutOfRangeException>(() => AcpiDescription.IsVirtio((DeviceKind)int.MaxValue));
    }

    private static MachinePlan Plan(MachineSpec spec)
    {
        PlanResult result = MachinePlanner.Plan(spec);
        Assert.Empty(result.Violations);
        return result.Plan!;
    }
}
