using KvmSdk.Model.Plan;
using KvmSdk.Model.Planning;
using KvmSdk.Model.Rules;
using KvmSdk.Model.Spec;
using KvmSdk.Model.Tests.Support;

namespace KvmSdk.Model.Tests.Planning;

public sealed class QueuePlanTests
{
    [Fact]
    public void What_is_not_declared_is_one_queue_of_the_devices_own_size()
    {
        DevicePlan plan = MachinePlanner.Plan(Specs.With(Disk())).Plan!.Devices[^1];
        Assert.Equal((new QueuePlan(1, 256), new BlockPlan(512)), (plan.Queues, plan.Block));
        DeviceSpec small = Disk() with { Queues = new QueueSpec(null, null) { DefaultSize = 64 } };
        Assert.Equal(new QueuePlan(1, 64), MachinePlanner.Plan(Specs.With(small)).Plan!.Devices[^1].Queues);
    }

    [Fact]
    public void What_is_declared_is_planned_and_other_devices_have_none()
    {
        MachinePlan plan = MachinePlanner.Plan(Specs.With(Disk(2, 64, 4096)) with { Cpus = 2, MaxCpus = 2 }).Plan!;
        Assert.Equal((new QueuePlan(2, 64), new BlockPlan(4096)), (plan.Devices[^1].Queues, plan.Devices[^1].Block));
        Assert.Equal((null, null), (plan.Devices[0].Queues, plan.Devices[0].Block));
    }

    [Theory]
    [InlineData(-1, "4")]
    [InlineData(3, "4")]
    [InlineData(5, "8")]
    [InlineData(1023, "1024")]
    [InlineData(1025, "1024")]
    [InlineData(int.MaxValue, "1024")]
    [InlineData(int.MinValue, "4")]
    public void A_size_that_no_queue_has_is_refused_and_the_next_larger_one_suggested(int size, string suggestion)
    {
        Violation violation = Specs.TheViolation(Specs.With(Disk(size: size)));
        Assert.Equal((QueueRules.SizeUnusable, suggestion), (violation.Rule, violation.Suggestion));
        Assert.Equal(Target.OfProperty("Disk", "Block", "QueueSize"), violation.Target);
    }

    [Fact]
    public void The_bounds_of_a_size_are_the_devices()
    {
        DeviceSpec long32 = Disk(size: 32768) with { Queues = new QueueSpec(null, 32768) { LargestSize = 32768, SmallestSize = 16 } };
        Assert.NotNull(MachinePlanner.Plan(Specs.With(long32)).Plan);
        Violation violation = Specs.TheViolation(Specs.With(long32 with { Queues = long32.Queues! with { Size = 8 } }));
        Assert.Contains("is not a power of two from 16 to 32768; use 16", violation.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "1")]
    [InlineData(5, "4")]
    public void More_queues_than_CPUs_are_refused(int count, string suggestion)
    {
        Violation violation = Specs.TheViolation(Specs.With(Disk(count)) with { Cpus = 2, MaxCpus = 4 });
        Assert.Equal((QueueRules.CountOutOfRange, suggestion), (violation.Rule, violation.Suggestion));
    }

    [Fact]
    public void No_device_has_more_queues_than_its_transport_keeps_track_of()
    {
        Violation violation = Specs.TheViolation(Specs.With(Disk(65)) with { Cpus = 1, MaxCpus = 128 });
        Assert.Equal("Queues 65 of 'Disk' is outside 1 to 64, the most that the device has; use 64", violation.Message);
    }

    [Fact]
    public void A_number_of_CPUs_that_is_wrong_itself_is_no_bound() =>
        Assert.Equal(MachineRules.CpusOutOfRange, Specs.TheViolation(Specs.With(Disk(60)) with { Cpus = 300, MaxCpus = 300 }).Rule);

    [Theory]
    [InlineData(0, "512")]
    [InlineData(513, "1024")]
    [InlineData(2049, "4096")]
    [InlineData(1 << 20, "4096")]
    public void A_sector_that_Linux_does_not_take_is_refused(int size, string suggestion)
    {
        Violation violation = Specs.TheViolation(Specs.With(Disk(sector: size)));
        Assert.Equal((BlockRules.SectorSizeUnusable, suggestion), (violation.Rule, violation.Suggestion));
    }

    private static DeviceSpec Disk(int? count = null, int? size = null, int? sector = null) =>
        DeviceSpec.Disk("Disk", new QueueSpec(count, size), sector, address: null, irq: null);
}
