using KvmSdk.Model.Planning;
using KvmSdk.Model.Rules;
using KvmSdk.Model.Spec;
using KvmSdk.Model.Tests.Support;

namespace KvmSdk.Model.Tests.Planning;

public sealed class MacPlannerTests
{
    [Fact]
    public void A_declared_address_and_MTU_are_planned_as_they_are()
    {
        var plan = MachinePlanner.Plan(Specs.With(Net("A", "52:54:00:00:00:01", 1400))).Plan!;
        Assert.Equal(new(new MacAddress(0x5254_0000_0001), 1400), plan.Devices[^1].Net);
        Assert.Null(plan.Devices[0].Net);
    }

    [Fact]
    public void An_address_that_is_not_declared_comes_of_the_names_and_depends_on_no_other_device()
    {
        MacAddress alone = Addresses(Specs.With(Net("A")))[0];
        Assert.Equal(MacAddress.Of("Vm.A"), alone);
        Assert.Equal(alone, Addresses(Specs.With(Net("B"), Net("A")))[1]);
        Assert.NotEqual(alone, Addresses(Specs.With(Net("A")) with { Namespace = "Other" })[0]);
        Assert.Equal(MacAddress.Of("Other.Outer.Vm.A"), Addresses(Specs.With(Net("A")) with { Namespace = "Other", EnclosingTypes = ["partial class Outer"] })[0]);
    }

    [Fact]
    public void A_declared_address_is_never_assigned_to_another_device()
    {
        MacAddress taken = MacAddress.Of("Vm.A");
        Assert.Equal([taken.Next, taken], Addresses(Specs.With(Net("A"), Net("B", taken.ToString()))));
    }

    [Fact]
    public void Each_conflict_is_offered_an_address_of_its_own_that_is_free()
    {
        var violations = MachinePlanner.Plan(Specs.With(
            Net("A", "52:54:00:00:00:01"), Net("B", "52:54:00:00:00:01"), Net("C", "52:54:00:00:00:01"), Net("D", "52:54:00:00:00:03"))).Violations;
        Assert.Equal(["\"52:54:00:00:00:02\"", "\"52:54:00:00:00:04\""], violations.Select(violation => violation.Suggestion));
        Assert.All(violations, violation => Assert.Equal((NetRules.MacTaken, Target.OfProperty("A", "Net", "Mac")), (violation.Rule, violation.Related)));
    }

    [Theory]
    [InlineData("53:54:00:00:00:01", "\"52:54:00:00:00:01\"", "is the address of a group")]
    [InlineData("01:00:00:00:00:00", null, "is the address of a group")]
    [InlineData("ff:ff:ff:ff:ff:ff", null, "is the address of everybody")]
    [InlineData("00:00:00:00:00:00", null, "is all zeros")]
    public void An_address_of_no_station_is_refused_and_the_nearest_or_the_names_suggested(string mac, string? suggestion, string words)
    {
        Violation violation = Specs.TheViolation(Specs.With(Net("A", mac)));
        Assert.Equal(NetRules.MacUnusable, violation.Rule);
        Assert.Equal(suggestion ?? $"\"{MacAddress.Of("Vm.A")}\"", violation.Suggestion);
        Assert.Contains(words, violation.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5254.0000.0001", "\"52:54:00:00:00:01\"")]
    [InlineData("52 54 00 00 00 01", "\"52:54:00:00:00:01\"")]
    [InlineData("52:54:00:00:00", "")]
    [InlineData("hello, world", "")]
    public void A_malformed_address_is_repaired_only_where_all_its_digits_are_there(string mac, string suggestion)
    {
        Violation violation = Specs.TheViolation(Specs.With(Net("A", mac)));
        Assert.Equal((NetRules.MacMalformed, suggestion), (violation.Rule, violation.Suggestion));
    }

    [Theory]
    [InlineData(67, "68")]
    [InlineData(65536, "65535")]
    [InlineData(-1, "68")]
    public void An_MTU_out_of_range_is_brought_into_it(int mtu, string suggestion)
    {
        Violation violation = Specs.TheViolation(Specs.With(Net("A", mtu: mtu)));
        Assert.Equal((NetRules.MtuOutOfRange, suggestion), (violation.Rule, violation.Suggestion));
    }

    [Fact]
    public void Machines_of_one_program_are_compared_and_each_is_offered_an_address_of_its_own()
    {
        MachineSpec first = Specs.With(Net("A", "52:54:00:00:00:01"), Net("B", "52:54:00:00:00:02")) with { Name = "First" };
        MachineSpec second = Specs.With(Net("C", "52:54:00:00:00:01"), Net("D")) with { Name = "Second" };
        MachineSpec third = Specs.With(Net("E", "52:54:00:00:00:01"), Net("F", "ff:ff:ff:ff:ff:ff")) with { Name = "Third" };
        var found = MacChecks.Across([first, second, third]);
        Assert.Equal([(1, 0, "\"52:54:00:00:00:03\""), (2, 0, "\"52:54:00:00:00:04\"")], found.Select(one => (one.Machine, one.Owner, one.Violation.Suggestion)));
        Assert.Equal(
            "KVM0423: MAC address 52:54:00:00:00:01 of 'C' is also that of 'A' of machine 'First', so the two cannot be on one network; 52:54:00:00:00:03 is free",
            found[0].Violation.ToString());
        Assert.Empty(MacChecks.Across([first, first with { Devices = [Net("G", "52:54:00:00:00:09"), Net("H", "52:54:00:00:00:09")] }]));
    }

    private static DeviceSpec Net(string name, string? mac = null, int? mtu = null) => DeviceSpec.Network(name, mac, mtu, new QueueSpec(null, null), address: null, irq: null);

    private static MacAddress[] Addresses(MachineSpec spec) =>
        [.. MachinePlanner.Plan(spec).Plan!.Devices.Where(device => device.Net is not null).Select(device => device.Net!.Mac)];
}
