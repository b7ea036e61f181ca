using KvmSdk.Model.Plan;
using KvmSdk.Model.Planning;
using KvmSdk.Model.Rules;
using KvmSdk.Model.Spec;
using KvmSdk.Model.Tests.Support;

namespace KvmSdk.Model.Tests.Rules;

public sealed class ConsoleChecksTests
{
    [Fact]
    public void Ports_are_planned_on_one_device_and_numbered_from_1_and_a_name_that_is_not_declared_is_the_propertys()
    {
        DevicePlan device = MachinePlanner.Plan(Specs.With(Ports(("Agent", "org.example.agent.0"), ("Log", null)))).Plan!.Devices[^1];
        Assert.Equal([new("Agent", "org.example.agent.0", 1), new("Log", "Log", 2)], device.ConsolePorts);
        Assert.Equal((DeviceKind.ConsolePorts, 0xD000_0000UL, 5), (device.Kind, device.Window!.Value.Base, device.Irq));
        Assert.True(MachinePlanner.Plan(Specs.With()).Plan!.Devices.All(other => other.ConsolePorts.Count == 0));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("a b", "contains U+0020")]
    [InlineData("a/b", "contains '/'")]
    [InlineData("a\0", "contains U+0000")]
    [InlineData("caf\u00E9", "contains U+00E9")]
    [InlineData(".hidden", "begins with '.'")]
    [InlineData("-x", "begins with '-'")]
    [InlineData("\"", "begins with")]
    public void A_name_that_no_file_should_have_is_refused(string name, string why)
    {
        Violation violation = Specs.TheViolation(Specs.With(Ports(("Agent", name))));
        Assert.Equal((ConsoleRules.NameUnusable, Target.OfProperty("Agent", "ConsolePort", "Name"), "\"Agent\""), (violation.Rule, violation.Target, violation.Suggestion));
        Assert.Contains(why, violation.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("9")]
    [InlineData("com.redhat.spice.0")]
    [InlineData("a_b-c:d.E")]
    public void Names_as_they_are_in_use_are_right(string name) => Assert.NotNull(MachinePlanner.Plan(Specs.With(Ports(("Agent", name)))).Plan);

    [Fact]
    public void A_name_has_at_most_128_characters()
    {
        Assert.NotNull(MachinePlanner.Plan(Specs.With(Ports(("Agent", new string('a', 128))))).Plan);
        Assert.Contains("has 129 characters", Specs.TheViolation(Specs.With(Ports(("Agent", new string('a', 129))))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_property_that_cannot_give_a_name_asks_for_one()
    {
        Violation violation = Specs.TheViolation(Specs.With(Ports(("Caf\u00E9", null))));
        Assert.Equal((Target.OfProperty("Caf\u00E9", "ConsolePort"), ""), (violation.Target, violation.Suggestion));
    }

    [Fact]
    public void Of_ports_with_one_name_each_is_offered_one_of_its_own_that_is_free()
    {
        var violations = MachinePlanner.Plan(Specs.With(Ports(
            ("A", "org.agent.0"), ("B", "org.agent.0"), ("C", "org.agent.0"), ("D", "org.agent.1"), ("E", "log"), ("F", "log"), ("log", null)))).Violations;
        Assert.Equal(["\"org.agent.2\"", "\"org.agent.3\"", "\"log.1\"", ""], violations.Select(violation => violation.Suggestion));
        Assert.All(violations, violation => Assert.Equal(ConsoleRules.NameTaken, violation.Rule));
        Assert.Equal(Target.OfProperty("A", "ConsolePort", "Name"), violations[0].Related);
        string longest = new('a', 128);
        Assert.Equal($"\"{new string('a', 126)}.1\"", Specs.TheViolation(Specs.With(Ports(("A", longest), ("B", longest)))).Suggestion);
    }

    [Theory]
    [InlineData(30, 0)]
    [InlineData(31, 1)]
    [InlineData(33, 3)]
    public void A_device_has_at_most_thirty_ports(int count, int wrong)
    {
        var violations = MachinePlanner.Plan(Specs.With(Ports([.. Enumerable.Range(1, count).Select(i => ($"P{i}", (string?)null))]))).Violations;
        Assert.Equal(Enumerable.Range(31, wrong).Select(i => Target.NameOf($"P{i}")), violations.Select(violation => violation.Target));
        Assert.All(violations, violation => Assert.Equal(ConsoleRules.TooManyPorts, violation.Rule));
    }

    [Fact]
    public void A_machine_has_one_pvpanic_and_one_generation_ID_but_any_number_of_boot_markers()
    {
        var violations = MachinePlanner.Plan(Specs.With(
            DeviceSpec.Pvpanic("A", null), DeviceSpec.GenerationId("B", null), DeviceSpec.Pvpanic("C", null), DeviceSpec.GenerationId("D", 11), DeviceSpec.Pvpanic("E", null),
            DeviceSpec.BootMarker("F", null), DeviceSpec.BootMarker("G", null))).Violations;
        Assert.Equal(
            [
                ("Property 'C' is a second [Pvpanic] beside 'A', and a machine has one; remove it", Target.OfProperty("C", "Pvpanic")),
                ("Property 'E' is a second [Pvpanic] beside 'A', and a machine has one; remove it", Target.OfProperty("E", "Pvpanic")),
                ("Property 'D' is a second [GenerationId] beside 'B', and a machine has one; remove it", Target.OfProperty("D", "GenerationId")),
            ],
            violations.Select(violation => (violation.Message, violation.Target)));
    }

    [Fact]
    public void They_lie_where_QEMU_has_them_or_at_the_next_free_port()
    {
        EquatableArray<DevicePlan> devices = MachinePlanner.Plan(Specs.With(
            DeviceSpec.Pvpanic("A", null), DeviceSpec.BootMarker("B", null), DeviceSpec.BootMarker("C", null), DeviceSpec.GenerationId("D", null))).Plan!.Devices;
        Assert.Equal([0x505, 0x5F0, 0x1000], devices.Where(device => device.Ports.Count > 0 && !device.IsPlatform).Select(device => (int)device.Ports[0].Base));
        Assert.Equal((5, null), (devices[^1].Irq, devices[^1].Window));
    }

    private static DeviceSpec Ports(params (string Property, string? Name)[] ports) =>
        DeviceSpec.PortsOf(new(ports[0].Property, ports[0].Name), null, null) with
        {
            ConsolePorts = [.. ports.Select(port => new ConsolePortSpec(port.Property, port.Name))],
        };
}
