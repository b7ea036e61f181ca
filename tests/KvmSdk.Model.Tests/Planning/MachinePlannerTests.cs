using KvmSdk.Model.Plan;
using KvmSdk.Model.Planning;
using KvmSdk.Model.Spec;
using KvmSdk.Model.Tests.Support;

namespace KvmSdk.Model.Tests.Planning;

public sealed class MachinePlannerTests
{
    [Fact]
    public void The_plan_repeats_what_was_declared_and_adds_what_was_left_open()
    {
        MachineSpec spec = Specs.With(Specs.Serial("Console"), Specs.MmioSerial("Trace")) with
        {
            Cpus = 2,
            MaxCpus = 4,
            MemoryMiB = 4096,
            HugePages = HugePages.HugeTlb2MiB,
            Prefault = true,
        };

        Assert.Equal(
            new MachinePlan(
                "Vm",
                new CpuPlan(2, 4),
                new MemoryPlan(4096, HugePages.HugeTlb2MiB, true),
                new BootPlan(BootKind.FlatImage, "Program", 0x10_0000),
                [
                    new DevicePlan("Power", DeviceKind.Power, true, [new(0x600, 3)], null, null),
                    new DevicePlan("Keyboard", DeviceKind.Keyboard, true, [new(0x60, 1), new(0x64, 1)], null, null),
                    new DevicePlan("Console", DeviceKind.Serial, false, [new(0x3F8, 8)], null, 4),
                    new DevicePlan("Trace", DeviceKind.Serial, false, [], new(0xD000_0000, 0x1000), 5),
                ]),
            MachinePlanner.Plan(spec).Plan);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_declared_PIT_is_planned_and_no_other(bool hasPit) =>
        Assert.Equal(hasPit, MachinePlanner.Plan(Specs.With() with { HasPit = hasPit }).Plan!.HasPit);

    [Fact]
    public void The_same_declaration_gives_an_equal_plan_and_hash_code()
    {
        MachinePlan[] plans = [.. Enumerable.Range(0, 2).Select(_ => MachinePlanner.Plan(Specs.With(Specs.Serial("Console"))).Plan!)];

        Assert.NotSame(plans[0], plans[1]);
        Assert.Equal(plans[0], plans[1]);
        Assert.Equal(plans[0].GetHashCode(), plans[1].GetHashCode());
    }

    [Fact]
    public void Everything_that_is_wrong_is_reported_at_once() => Assert.Equal(
        ["KVM0110", "KVM0120", "KVM0501", "KVM0202", "KVM0301", "KVM0204"],
        Specs.BrokenRules(Specs.With(Specs.Serial("A", port: 0x20, irq: 0), Specs.MmioSerial("B", address: 0)) with
        {
            Cpus = 0,
            MemoryMiB = 0,
            Boot = [],
        }));
}
