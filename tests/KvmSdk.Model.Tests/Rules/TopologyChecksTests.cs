using KvmSdk.Model.Acpi;
using KvmSdk.Model.Plan;
using KvmSdk.Model.Planning;
using KvmSdk.Model.Rules;
using KvmSdk.Model.Spec;
using KvmSdk.Model.Tests.Support;

namespace KvmSdk.Model.Tests.Rules;

public sealed class TopologyChecksTests
{
    [Theory]
    [InlineData(1, 4, 2, 8, 8)]
    [InlineData(2, 2, 2, 1, 8)]
    [InlineData(1, 1, 1, 1, 1)]
    [InlineData(127, 1, 2, 1, 254)]
    public void Numbers_whose_product_is_the_maximum_are_right(int sockets, int cores, int threads, int cpus, int maxCpus) =>
        Assert.Null(TopologyChecks.Check(new(sockets, cores, threads), cpus, maxCpus));

    [Theory]
    [InlineData(0, 1, 1, 1, 1, "Sockets", "1")]
    [InlineData(1, -2, 1, 1, 1, "CoresPerSocket", "1")]
    [InlineData(1, 1, 0, 1, 1, "ThreadsPerCore", "1")]
    [InlineData(1, 1, 3, 3, 3, "ThreadsPerCore", "2")]
    [InlineData(1, 3, 2, 4, 8, "CoresPerSocket", "4")]
    [InlineData(2, 2, 2, 4, 7, "MaxCpus", "8")]
    [InlineData(2, 1, 2, 5, 6, "MaxCpus", "")]
    [InlineData(int.MaxValue, int.MaxValue, 2, 5, 6, "Sockets", "")]
    [InlineData(5, 33, 1, 1, 165, "Sockets", "")]
    public void What_is_wrong_stands_at_its_argument_with_what_would_do(int sockets, int cores, int threads, int cpus, int maxCpus, string argument, string suggestion)
    {
        Violation violation = TopologyChecks.Check(new(sockets, cores, threads), cpus, maxCpus)!;

        Assert.Equal(MachineRules.TopologyMismatch, violation.Rule);
        Assert.Equal((Target.OfMachine("VirtualMachine", argument), suggestion), (violation.Target, violation.Suggestion));
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(5, 4)]
    [InlineData(1, 255)]
    public void Counts_that_are_wrong_by_themselves_are_their_own_rules_business(int cpus, int maxCpus) =>
        Assert.Null(TopologyChecks.Check(new(7, 7, 7), cpus, maxCpus));

    [Theory]
    [InlineData(2, 3, 2, new long[] { 0, 1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 13 })]
    [InlineData(2, 2, 1, new long[] { 0, 1, 2, 3 })]
    [InlineData(3, 1, 2, new long[] { 0, 1, 2, 3, 4, 5 })]
    [InlineData(1, 5, 1, new long[] { 0, 1, 2, 3, 4 })]
    public void An_APIC_id_has_a_field_for_each_level(int sockets, int cores, int threads, long[] ids)
    {
        CpuTopology topology = new(sockets, cores, threads);
        Assert.Equal(ids, Enumerable.Range(0, (int)topology.Cpus).Select(cpu => topology.ApicId(cpu)));
    }

    [Fact]
    public void The_plan_holds_the_topology_and_the_tables_list_its_APIC_ids()
    {
        MachinePlan plan = MachinePlanner.Plan(Specs.With() with { Cpus = 6, MaxCpus = 6, Topology = new(2, 3, 1) }).Plan!;
        ReadOnlySpan<byte> tables = AcpiTables.Build(AcpiDescription.Of(plan)).Tables!.Bytes.ToArray();

        Assert.Equal(new CpuTopology(2, 3, 1), plan.Cpus.Arrangement);
        Assert.Equal(CpuTopology.Flat(2), new CpuPlan(2, 4).Arrangement);
        int list = tables.IndexOf((ReadOnlySpan<byte>)[0, 8, 0, 0, 1, 0, 0, 0]);
        byte[] ids = new byte[6];
        for (int cpu = 0; cpu < 6; cpu++)
        {
            Assert.Equal((byte)cpu, tables[list + (8 * cpu) + 2]);
            ids[cpu] = tables[list + (8 * cpu) + 3];
        }

        Assert.Equal([0, 1, 2, 4, 5, 6], ids);
    }
}
