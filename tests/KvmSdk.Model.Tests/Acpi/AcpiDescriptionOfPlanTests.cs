using KvmSdk.Model.Acpi;
using KvmSdk.Model.Plan;
using KvmSdk.Model.Planning;
using KvmSdk.Model.Spec;

namespace KvmSdk.Model.Tests.Acpi;

public sealed class AcpiDescriptionOfPlanTests
{
    [Fact]
    public void A_planned_machine_is_described_by_its_assigned_ports_and_lines()
    {
        MachinePlan plan = Plan(
            2, 6, DeviceSpec.Keyboard(), DeviceSpec.Power(null), DeviceSpec.Serial("Console", mmio: false, port: null, address: null, irq: null),
            DeviceSpec.DebugExit("Exit", null), DeviceSpec.Serial("Log", mmio: true, port: null, address: 0xD800_0000, irq: 11));
        AcpiDescription expected = new(
            2,
            6,
            0x600,
            HasI8042: true,
            HasCmosClock: false,
            SerialPorts: [Machines.Com(0x3F8, 4), new(null, new(0xD800_0000, 0x1000), 11)],
            VirtioDevices: []);
        AcpiDescription described = AcpiDescription.Of(plan);
        Assert.Equal(expected, described);
        Assert.NotNull(AcpiTables.Build(described).Tables);
    }

    [Fact]
    public void Without_a_keyboard_controller_the_tables_name_none()
    {
        AcpiDescription described = AcpiDescription.Of(Plan(1, 1, DeviceSpec.Power(0xB000)));
        Assert.Equal(Machines.Bare with { PowerPort = 0xB000 }, described);
    }

    private static MachinePlan Plan(int cpus, int maxCpus, params DeviceSpec[] devices)
    {
        bool hasI8042 = devices.Any(device => device.Kind == DeviceKind.Keyboard);
        MachineSpec spec = new(
            "Test", "", [], cpus, maxCpus, 64, hasI8042, [new BootSpec(BootKind.FlatImage, "Image", 0x10_0000)], [.. devices], []);
        PlanResult result = MachinePlanner.Plan(spec);
        Assert.Empty(result.Violations);
        return result.Plan!;
    }
}
