using KvmSdk.Memory;
using KvmSdk.Model.Spec;
using KvmSdk.Runtime.Tests.Memory;
using KvmSdk.Runtime.Tests.Support;

namespace KvmSdk.Runtime.Tests.Life;

/// <summary>What a start can ask of the host's memory, seen on a machine that runs.</summary>
public class MemoryOptionTests
{
    private static TestVm Vm => new(Guest.Assemble(a => a.Exit(7))) { MemoryMiB = 6 };

    private static MappingReport ReportOf(TestMachine machine)
    {
        using MemoryBorrow borrow = machine.Memory.Borrow();
        return MappingReport.Of(borrow.Address);
    }

    [KvmFact]
    public async Task A_guest_runs_on_prefaulted_transparent_huge_pages()
    {
        await using TestMachine machine = await Vm.StartAsync(new StartOptions { HugePages = HugePages.Transparent, Prefault = true });
        Assert.Equal((HugePages.Transparent, true), (machine.Plan.Memory.HugePages, machine.Plan.Memory.Prefault));
        MappingReport report = ReportOf(machine);
        Assert.Contains("hg", report.Flags);
        Assert.True(report.Resident >= 6 << 20, $"{report.Resident} bytes are resident");
        Assert.Equal(7, (await machine.Completion.WaitAsync(Patience.Limit)).ExitCode);
    }

    [KvmFact]
    public async Task A_start_can_take_back_what_is_declared()
    {
        TestVm vm = Vm with { HugePages = HugePages.HugeTlb2MiB, Prefault = true };
        await using TestMachine machine = await vm.StartAsync(new StartOptions { HugePages = HugePages.None, Prefault = false });
        Assert.Contains("nh", ReportOf(machine).Flags);
        Assert.Equal(7, (await machine.Completion.WaitAsync(Patience.Limit)).ExitCode);
    }

    [KvmFact]
    public async Task Memory_that_is_no_multiple_of_its_pages_breaks_a_rule()
    {
        MachineDefinitionException e = await Assert.ThrowsAsync<MachineDefinitionException>(
            () => Vm.StartAsync(new StartOptions { MemoryMiB = 5, HugePages = HugePages.HugeTlb2MiB }));
        Assert.Equal("KVM0121: MemoryMiB = 5 is no multiple of 2 MiB, as pages of HugePages.HugeTlb2MiB need; choose 6, or other pages", e.Message);
    }

    [KvmFact]
    public async Task Prefaulting_can_be_given_up()
    {
        using var cancelled = new CancellationTokenSource();
        Task<TestMachine> start = Vm.StartAsync(new StartOptions { Prefault = true, CapabilityFilter = (_, value) => CancelAndPass(value) }, cancelled.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);

        int CancelAndPass(int value)
        {
            cancelled.Cancel();
            return value;
        }
    }

    [ReservedPagesFact(3)]
    public async Task A_guest_runs_on_reserved_pages()
    {
        await using TestMachine machine = await Vm.StartAsync(new StartOptions { HugePages = HugePages.HugeTlb2MiB });
        Assert.Equal(2 << 20, ReportOf(machine).PageSize);
        Assert.Equal(7, (await machine.Completion.WaitAsync(Patience.Limit)).ExitCode);
    }
}
