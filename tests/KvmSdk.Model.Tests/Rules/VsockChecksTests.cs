using KvmSdk.Model.Planning;
using KvmSdk.Model.Rules;
using KvmSdk.Model.Spec;
using KvmSdk.Model.Tests.Support;

namespace KvmSdk.Model.Tests.Rules;

public sealed class VsockChecksTests
{
    [Theory]
    [InlineData(0u, "is the hypervisor's")]
    [InlineData(1u, "is everybody's own")]
    [InlineData(2u, "is the host's")]
    [InlineData(uint.MaxValue, "stands for all of them")]
    public void A_reserved_address_is_refused_in_a_declaration_and_in_an_instance(uint cid, string why)
    {
        Violation declared = Specs.TheViolation(Specs.With(Sockets("A", cid)));
        Assert.Equal((VsockRules.CidReserved, Target.OfProperty("A", "Vsock", "Cid"), "3"), (declared.Rule, declared.Target, declared.Suggestion));
        Assert.Equal($"KVM0460: Cid {cid} of 'A' {why}, which no guest has; use 3, or leave Cid out", declared.ToString());
        Violation instance = VsockChecks.CheckCid("A", cid)!;
        Assert.Equal((declared.Message, Target.ValueOf("A")), (instance.Message, instance.Target));
    }

    [Theory]
    [InlineData(3u)]
    [InlineData(uint.MaxValue - 1)]
    public void Any_other_address_is_planned_as_it_is(uint cid)
    {
        Assert.Equal(cid, MachinePlanner.Plan(Specs.With(Sockets("A", cid))).Plan!.Devices[^1].Vsock!.Cid);
        Assert.Null(VsockChecks.CheckCid("A", cid));
    }

    [Fact]
    public void An_address_that_is_left_out_is_the_first_that_a_guest_can_have() =>
        Assert.Equal(3u, MachinePlanner.Plan(Specs.With(Sockets("A", null))).Plan!.Devices[^1].Vsock!.Cid);

    [Fact]
    public void A_machine_has_one_socket_device()
    {
        Violation violation = Specs.TheViolation(Specs.With(Sockets("A", null), Sockets("B", 4)));
        Assert.Equal((VsockRules.SecondDevice, Target.NameOf("B"), Target.NameOf("A")), (violation.Rule, violation.Target, violation.Related));
    }

    [Fact]
    public void Machines_of_one_program_are_compared_and_each_is_offered_an_address_of_its_own()
    {
        MachineSpec[] machines =
        [
            Specs.With(Sockets("A", 3)) with { Name = "First" }, Specs.With(Sockets("B", 3)) with { Name = "Second" },
            Specs.With(Sockets("C", 4)) with { Name = "Third" }, Specs.With(Sockets("D", 3)) with { Name = "Fourth" },
            Specs.With(Sockets("E", null)) with { Name = "Fifth" }, Specs.With(Sockets("F", 2)) with { Name = "Sixth" },
        ];
        var found = VsockChecks.Across(machines);
        Assert.Equal([(1, 0, "5"), (3, 0, "6")], found.Select(one => (one.Machine, one.Owner, one.Violation.Suggestion)));
        Assert.Equal(
            "KVM0461: Cid 3 of 'B' is also that of 'A' of machine 'First', so that it does not tell the two apart, and with vhost they cannot run at the same time; 5 is free",
            found[0].Violation.ToString());
    }

    [Fact]
    public void Behind_the_last_address_comes_the_first()
    {
        var found = VsockChecks.Across([Specs.With(Sockets("A", uint.MaxValue - 1)), Specs.With(Sockets("B", uint.MaxValue - 1)) with { Name = "Other" }]);
        Assert.Equal("3", Assert.Single(found).Violation.Suggestion);
    }

    private static DeviceSpec Sockets(string name, uint? cid) => DeviceSpec.Sockets(name, cid, queueSize: null, address: null, irq: null);
}
