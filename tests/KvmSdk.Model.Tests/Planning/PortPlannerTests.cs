using KvmSdk.Model.Layout;
using KvmSdk.Model.Plan;
using KvmSdk.Model.Planning;
using KvmSdk.Model.Rules;
using KvmSdk.Model.Spec;
using KvmSdk.Model.Tests.Support;

namespace KvmSdk.Model.Tests.Planning;

public sealed class PortPlannerTests
{
    [Fact]
    public void Serial_ports_get_the_historical_ports_and_then_any_free_ones() => Assert.Equal(
        [0x3F8, 0x2F8, 0x3E8, 0x2E8, 0x1000, 0x1008],
        PortsOf(Specs.With([.. "ABCDEF".Select(name => Specs.Serial(name.ToString()))])));

    [Fact]
    public void A_declared_port_is_never_assigned_to_an_earlier_device() => Assert.Equal(
        [0x2F8, 0x3F8],
        PortsOf(Specs.With(Specs.Serial("A"), Specs.Serial("B", port: 0x3F8))));

    [Fact]
    public void An_assigned_port_avoids_a_partly_declared_one() => Assert.Equal(
        [0x2F8, 0x3FB],
        PortsOf(Specs.With(Specs.Serial("A"), Specs.DebugExit("B", 0x3FB))));

    [Theory]
    [InlineData(0x3E8 - 4, 0x3E8)]
    [InlineData(0x3E8, 0x3E8 - 8)]
    public void Neighbours_do_not_overlap(int debugExit, int serial) =>
        Assert.Empty(Specs.BrokenRules(Specs.With(Specs.DebugExit("Exit", debugExit), Specs.Serial("Console", serial))));

    [Theory]
    [InlineData(0x3E8 - 3)]
    [InlineData(0x3E8 + 7)]
    public void One_shared_port_is_an_overlap(int debugExit)
    {
        Violation violation = Specs.TheViolation(Specs.With(Specs.Serial("Console", 0x3E8), Specs.DebugExit("Exit", debugExit)));

        Assert.Equal(AddressRules.PortsOverlap, violation.Rule);
        Assert.Equal(Target.OfProperty("Exit", "DebugExit", "Port"), violation.Target);
        Assert.Equal(Target.OfProperty("Console", "Serial", "Port"), violation.Related);
        Assert.Equal("0xF4", violation.Suggestion);
    }

    [Fact]
    public void The_sentence_names_both_devices_both_ranges_and_free_ports() => Assert.Equal(
        "KVM0201: Ports 0x03EC-0x03EF of 'Exit' overlap ports 0x03E8-0x03EF of 'Console'; use 0xF4, which is free, or move the other",
        Specs.TheViolation(Specs.With(Specs.Serial("Console", 0x3E8), Specs.DebugExit("Exit", 0x3EC))).ToString());

    [Theory]
    [InlineData(0)]
    [InlineData(0x10000 - 4)]
    [InlineData(0x22)]
    [InlineData(0x9C)]
    [InlineData(0x4D0 - 4)]
    [InlineData(0xD00)]
    public void Ports_beside_reserved_ones_are_free(int port) => Assert.Empty(Specs.BrokenRules(Specs.With(Specs.DebugExit("Exit", port))));

    [Theory]
    [InlineData(-1, "Ports -1 of 'Exit' are outside the I/O space 0x0000-0xFFFF")]
    [InlineData(int.MinValue, "are outside the I/O space")]
    [InlineData(0x10000 - 3, "Ports 0xFFFD-0x10000 of 'Exit' are outside the I/O space")]
    [InlineData(int.MaxValue, "are outside the I/O space")]
    [InlineData(0x20 - 3, "belong to the in-kernel master PIC")]
    [InlineData(0x43, "belong to the PIT;")]
    [InlineData(0x61 - 3, "belong to the PIT's speaker port")]
    [InlineData(0xA1, "belong to the in-kernel slave PIC")]
    [InlineData(0x4D1, "belong to the in-kernel PIC's edge/level registers")]
    [InlineData(0xCFF, "belong to PCI configuration access")]
    public void Reserved_ports_and_ports_that_do_not_exist_are_refused(int port, string words)
    {
        Violation violation = Specs.TheViolation(Specs.With(Specs.DebugExit("Exit", port)));

        Assert.Equal(AddressRules.PortsReserved, violation.Rule);
        Assert.Equal(Target.OfProperty("Exit", "DebugExit", "Port"), violation.Target);
        Assert.Contains(words, violation.Message, StringComparison.Ordinal);
        Assert.EndsWith("; choose other ports, or leave Port out to have them assigned", violation.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x5E)]
    [InlineData(0x62)]
    [InlineData(0x64)]
    public void A_conflict_with_the_keyboard_controller_is_reported_at_what_can_move(int powerPort)
    {
        MachineSpec spec = Specs.With() with { Devices = [DeviceSpec.Power(powerPort), DeviceSpec.Keyboard()] };

        Violation violation = Specs.TheViolation(spec);

        Assert.Equal(Target.OfMachine("Platform", "PowerPort"), violation.Target);
        Assert.Equal(Target.OfMachine("Platform", "I8042"), violation.Related);
        Assert.Equal("0x600", violation.Suggestion);
    }

    [Theory]
    [InlineData(0x6D)]
    [InlineData(0x71)]
    public void A_conflict_with_the_CMOS_clock_is_reported_at_what_can_move(int debugExit)
    {
        MachineSpec spec = Specs.With() with { Devices = [DeviceSpec.Power(null), DeviceSpec.CmosClock(), Specs.DebugExit("Exit", debugExit)] };

        Violation violation = Specs.TheViolation(spec);

        Assert.Equal(AddressRules.PortsOverlap, violation.Rule);
        Assert.Equal(Target.OfProperty("Exit", "DebugExit", "Port"), violation.Target);
        Assert.Equal(Target.OfMachine("Platform", "CmosClock"), violation.Related);
        Assert.Equal("0xF4", violation.Suggestion);
    }

    [Fact]
    public void Without_the_CMOS_clock_its_ports_are_free() => Assert.Empty(Specs.BrokenRules(Specs.With(Specs.DebugExit("Exit", 0x70))));

    [Fact]
    public void Without_the_keyboard_controller_its_ports_are_free() =>
        Assert.Empty(Specs.BrokenRules(Specs.WithoutI8042(Specs.DebugExit("Exit", 0x64))));

    [Fact]
    public void The_power_registers_make_way_for_a_declared_port()
    {
        MachinePlan plan = MachinePlanner.Plan(Specs.With(Specs.Serial("Console", 0x600))).Plan!;

        Assert.Equal([new PortRange(0x1000, 3)], plan.Devices.Single(device => device.Kind == DeviceKind.Power).Ports);
    }

    private static IEnumerable<int> PortsOf(MachineSpec spec) =>
        MachinePlanner.Plan(spec).Plan!.Devices.Where(device => !device.IsPlatform).Select(device => (int)device.Ports[0].Base);
}
