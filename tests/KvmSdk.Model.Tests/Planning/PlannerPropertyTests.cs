// Why: the planner compares ranges; these tests count single ports, pages and lines, so that an error in the comparison
// cannot be an error in the test as well.

using CsCheck;
using KvmSdk.Model.Layout;
using KvmSdk.Model.Plan;
using KvmSdk.Model.Planning;
using KvmSdk.Model.Rules;
using KvmSdk.Model.Spec;

namespace KvmSdk.Model.Tests.Planning;

public sealed class PlannerPropertyTests
{
    private static readonly HashSet<int> _reservedPorts =
        [.. ReservedRanges.Ports.SelectMany(reserved => Enumerable.Range(reserved.Range.Base, reserved.Range.Count))];

    [Fact]
    public void Ports_are_reported_as_overlapping_exactly_if_two_devices_claim_the_same_port() => Layouts.Random.Sample(spec =>
    {
        IEnumerable<int> claims = spec.Devices.SelectMany(device => device.Ports)
            .Where(request => request.Fixed is int port && IsUsable(port, request.Count))
            .SelectMany(request => Enumerable.Range(request.Fixed!.Value, request.Count));
        return Breaks(spec, AddressRules.PortsOverlap) == HasDuplicates(claims);
    });

    [Fact]
    public void Ports_are_refused_exactly_if_one_of_them_is_reserved_or_missing() => Layouts.Random.Sample(spec =>
        Breaks(spec, AddressRules.PortsReserved)
        == spec.Devices.SelectMany(device => device.Ports).Any(request => request.Fixed is int port && !IsUsable(port, request.Count)));

    [Fact]
    public void Windows_are_reported_as_overlapping_exactly_if_two_devices_claim_the_same_page() => Layouts.Random.Sample(spec =>
        Breaks(spec, AddressRules.WindowsOverlap) == HasDuplicates(Windows(spec).Where(IsUsable)));

    [Fact]
    public void Windows_are_refused_exactly_if_misaligned_or_reserved() => Layouts.Random.Sample(spec =>
        Breaks(spec, AddressRules.WindowMisaligned) == Windows(spec).Any(address => address % X86Layout.PageSize != 0)
        && Breaks(spec, AddressRules.WindowReserved) == Windows(spec).Any(address => address % X86Layout.PageSize == 0 && !IsUsable(address)));

    [Fact]
    public void Lines_are_reported_as_claimed_twice_exactly_if_two_devices_claim_the_same_line() => Layouts.Random.Sample(spec =>
    {
        // The platform's own line is reserved for it, so nothing else can claim it.
        IEnumerable<int> lines = spec.Devices.Where(device => !device.IsPlatform).Select(device => device.Irq?.Fixed).OfType<int>();
        int[] reserved = spec.HasI8042 ? [0, 1, 2, 8, 13] : [0, 2, 8, 13];
        return Breaks(spec, InterruptRules.IrqClaimedTwice) == HasDuplicates(lines.Where(line => line is >= 0 and < 24 && !reserved.Contains(line)))
            && Breaks(spec, InterruptRules.IrqUnavailable) == lines.Any(line => line is < 0 or >= 24 || reserved.Contains(line));
    });

    [Fact]
    public void A_plan_exists_exactly_if_there_is_no_violation() => Layouts.Random.Sample(spec =>
    {
        PlanResult result = MachinePlanner.Plan(spec);
        return (result.Plan is null) == (result.Violations.Count > 0);
    });

    [Fact]
    public void The_remedies_applied_all_at_once_repair_every_machine() => Layouts.Random.Sample(spec =>
        MachinePlanner.Plan(Layouts.Repair(spec, MachinePlanner.Plan(spec).Violations)).Violations.Count == 0);

    [Fact]
    public void In_a_plan_no_two_devices_share_anything_and_nothing_is_reserved() => Layouts.Random.Sample(spec =>
    {
        MachinePlan plan = PlanOfRepaired(spec, out MachineSpec repaired);
        PortRange[] ranges = [.. plan.Devices.SelectMany(device => device.Ports)];
        ulong[] windows = [.. plan.Devices.Select(device => device.Window?.Base).OfType<ulong>()];
        int[] lines = [.. plan.Devices.Select(device => device.Irq).OfType<int>()];

        Assert.All(ranges, range => Assert.True(IsUsable(range.Base, range.Count)));
        Assert.False(HasDuplicates(ranges.SelectMany(range => Enumerable.Range(range.Base, range.Count))));
        Assert.All(windows, window => Assert.True(window % X86Layout.PageSize == 0 && IsUsable(window)));
        Assert.False(HasDuplicates(windows));
        Assert.All(
            plan.Devices.Where(device => !device.IsPlatform).Select(device => device.Irq).OfType<int>(),
            line => Assert.Null(ReservedRanges.WhyIrqUnavailable(line, repaired.HasI8042)));
        Assert.False(HasDuplicates(lines));
    });

    [Fact]
    public void A_plan_gives_every_device_what_it_asked_for() => Layouts.Random.Sample(spec =>
    {
        MachinePlan plan = PlanOfRepaired(spec, out MachineSpec repaired);
        Assert.All(repaired.Devices.Zip(plan.Devices), pair =>
        {
            var (device, planned) = pair;
            Assert.Equal(device.Name, planned.Name);
            Assert.Equal(device.Ports.Select(request => request.Count), planned.Ports.Select(range => range.Count));
            Assert.All(device.Ports.Zip(planned.Ports), ports => Assert.Equal(ports.First.Fixed ?? ports.Second.Base, ports.Second.Base));
            Assert.Equal(device.Window?.Size, planned.Window?.Size);
            Assert.Equal(device.Window?.Fixed ?? planned.Window?.Base, planned.Window?.Base);
            Assert.Equal(device.Irq is not null, planned.Irq is not null);
            Assert.Equal(device.Irq?.Fixed ?? planned.Irq, planned.Irq);
        });
    });

    private static MachinePlan PlanOfRepaired(MachineSpec spec, out MachineSpec repaired)
    {
        repaired = Layouts.Repair(spec, MachinePlanner.Plan(spec).Violations);
        return MachinePlanner.Plan(repaired).Plan!;
    }

    private static bool Breaks(MachineSpec spec, Rule rule) => MachinePlanner.Plan(spec).Violations.Any(violation => violation.Rule == rule);

    private static IEnumerable<ulong> Windows(MachineSpec spec) => spec.Devices.Select(device => device.Window?.Fixed).OfType<ulong>();

    private static bool IsUsable(int port, int count) =>
        port is >= 0 and < 0x10000 && Enumerable.Range(port, count).All(p => p < 0x10000 && !_reservedPorts.Contains(p));

    private static bool IsUsable(ulong page) =>
        page % X86Layout.PageSize == 0
        && page is >= 0xC000_0000 and < 0x1_0000_0000
        && !ReservedRanges.Windows.Any(reserved => reserved.Range.Base <= page && page <= reserved.Range.Last);

    private static bool HasDuplicates<T>(IEnumerable<T> items)
    {
        HashSet<T> seen = [];
        return items.Any(item => !seen.Add(item));
    }
}
