using KvmSdk.Interop;
using KvmSdk.Kernel;
using KvmSdk.Runtime.Tests.Support;

namespace KvmSdk.Runtime.Tests.Life;

public sealed class StartErrorTests
{
    private static TestVm Vm => new(Guest.Assemble(a => a.Exit(0)));

    [Fact]
    public async Task A_missing_device_says_how_to_get_one()
    {
        HostException e = await Assert.ThrowsAsync<HostException>(() => Vm.StartAsync(new StartOptions { KvmDevice = "/nonexistent/kvm" }));
        Assert.StartsWith("/nonexistent/kvm: ENOENT (No such file or directory); load the module", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Errno.EACCES)]
    [InlineData(Errno.EPERM)]
    public void A_device_without_permission_says_which_group_to_join(Errno errno)
    {
        HostException e = KvmSystem.NotOpened("/dev/kvm", errno);
        Assert.StartsWith($"/dev/kvm: {errno} ({errno.Describe()}); add yourself to the group kvm", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_that_is_not_KVM_is_named()
    {
        HostException e = await Assert.ThrowsAsync<HostException>(() => Vm.StartAsync(new StartOptions { KvmDevice = "/dev/null" }));
        Assert.StartsWith("KVM_GET_API_VERSION on /dev/null: ENOTTY", e.Message, StringComparison.Ordinal);
    }

    public static TheoryData<uint> RequiredCapabilities => [.. KvmRequirements.Always.Append(KvmRequirements.Pit).Select(static requirement => (uint)requirement.Capability)];

    [KvmTheory]
    [MemberData(nameof(RequiredCapabilities))]
    public async Task A_missing_capability_is_named_with_its_use_and_the_kernel_that_has_it(uint number)
    {
        var capability = (KvmCap)number;
        HostException e = await Assert.ThrowsAsync<HostException>(() => (Vm with { HasPit = true }).StartAsync(new StartOptions
        {
            CapabilityFilter = (asked, answer) => asked == capability ? 0 : answer,
        }));
        Assert.Equal("/dev/kvm", e.Where);
        Assert.Matches($"^KVM lacks {capability}, needed to [a-z].*[a-zA-Z]$", e.What);
        Assert.Matches(@"^use Linux \d+\.\d+(\.\d+)? or newer", e.Remedy);
    }

    [KvmFact]
    public async Task More_cpus_than_this_host_allows_are_refused_with_its_limit()
    {
        HostException e = await Assert.ThrowsAsync<HostException>(() => Vm.StartAsync(new StartOptions
        {
            Cpus = 4,
            CapabilityFilter = static (asked, answer) => asked == KvmCap.KVM_CAP_MAX_VCPUS ? 3 : answer,
        }));
        Assert.Contains("4 virtual CPUs are more than the 3", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, null, "KVM0111")]
    [InlineData(0, null, "KVM0110")]
    [InlineData(null, 1, "KVM0120")]
    public async Task Overrides_are_checked_by_the_declarations_rules(int? cpus, int? memory, string rule)
    {
        MachineDefinitionException e = await Assert.ThrowsAsync<MachineDefinitionException>(
            () => Vm.StartAsync(new StartOptions { Cpus = cpus, MemoryMiB = memory }));
        Assert.Equal(rule, e.RuleId);
        Assert.StartsWith(rule + ": ", e.Message, StringComparison.Ordinal);
    }

    [KvmFact]
    public async Task Memory_can_be_overridden()
    {
        await using TestMachine machine = await Vm.StartAsync(new StartOptions { MemoryMiB = 8 });
        Assert.Equal(8, machine.Plan.Memory.MiB);
        Assert.Equal(8ul << 20, machine.Memory.Ranges[0].Size);
    }

    [KvmFact]
    public async Task An_image_larger_than_memory_breaks_a_rule()
    {
        TestVm vm = Vm with { Image = GuestImage.FromBytes(new byte[(3 << 20) + 1]), MemoryMiB = 4 };
        MachineDefinitionException e = await Assert.ThrowsAsync<MachineDefinitionException>(() => vm.StartAsync());
        Assert.Equal("KVM0504", e.RuleId);
        Assert.Contains("--memory 5", e.Message, StringComparison.Ordinal);
    }

    [KvmFact]
    public async Task An_image_that_just_fits_starts()
    {
        byte[] image = new byte[3 << 20];
        Guest.Assemble(a => a.Exit(7)).CopyTo(image, 0);
        Assert.Equal(7, (await (Vm with { Image = GuestImage.FromBytes(image) }).RunAsync()).ExitCode);
    }

    [KvmFact]
    public async Task An_empty_image_breaks_a_rule()
    {
        TestVm vm = Vm with { Image = GuestImage.FromBytes([]) };
        Assert.Equal("KVM0505", (await Assert.ThrowsAsync<MachineDefinitionException>(() => vm.StartAsync())).RuleId);
    }

    [KvmTheory]
    [InlineData("/nonexistent/image", "no such file or directory")]
    [InlineData("/tmp", "it is a directory")]
    public async Task An_image_that_cannot_be_opened_is_named(string path, string problem)
    {
        TestVm vm = Vm with { Image = GuestImage.FromFile(path) };
        HostException e = await Assert.ThrowsAsync<HostException>(() => vm.StartAsync());
        Assert.StartsWith($"{path}: {problem}; ", e.Message, StringComparison.Ordinal);
    }

    [KvmFact]
    public async Task An_image_from_a_file_runs()
    {
        string path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, Guest.Assemble(a => a.Exit(11)));
            Assert.Equal(11, (await (Vm with { Image = GuestImage.FromFile(path) }).RunAsync()).ExitCode);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [KvmFact]
    public async Task A_console_file_that_cannot_be_created_is_named()
    {
        TestVm vm = Vm with { Console = Terminal.File("/nonexistent/log") };
        HostException e = await Assert.ThrowsAsync<HostException>(() => vm.StartAsync());
        Assert.StartsWith("/nonexistent/log: no such file or directory", e.Message, StringComparison.Ordinal);
    }

    [KvmFact]
    public async Task A_start_that_is_cancelled_while_it_builds_gives_up()
    {
        using CancellationTokenSource cancelled = new();
        TestVm vm = Vm with { Prepare = _ => cancelled.Cancel() };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => vm.StartAsync(null, cancelled.Token));
    }

    [KvmFact]
    public async Task A_machine_built_without_an_image_is_refused()
    {
        InvalidOperationException e = await Assert.ThrowsAsync<InvalidOperationException>(
            () => MachineHost.StartAsync(Vm.Plan, null, static host => new Imageless(host), CancellationToken.None));
        Assert.Contains("without loading anything", e.Message, StringComparison.Ordinal);
    }

    private sealed class Imageless(MachineHost host) : RunningMachine(host)
    {
        protected override void RunVcpu(Vcpu vcpu) => throw new NotSupportedException();
    }
}
