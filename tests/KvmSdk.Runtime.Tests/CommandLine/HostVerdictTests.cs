using KvmSdk.CommandLine.Doctor;
using KvmSdk.Interop;

namespace KvmSdk.Runtime.Tests.CommandLine;

public sealed class HostVerdictTests
{
    private static HostFacts Healthy { get; } = new() { MaxVcpus = 288, PhysicalAddressBits = 46, RingZero = new(1.5) };

    private static HostVerdict Of(HostFacts facts) => HostVerdict.Of([.. HostChecks.Of(facts, SampleMachine.Plan)], facts.RingZero.IsEmulated);

    [Fact]
    public void A_healthy_host_runs_everything() => Assert.Equal(new(true, true, "", ""), Of(Healthy));

    [Fact]
    public void A_warning_about_something_else_is_no_obstacle() => Assert.Equal(new(true, true, "", ""), Of(Healthy with { MaxVcpus = 3 }));

    [Fact]
    public void A_host_that_emulates_ring_0_runs_machines_but_no_kernel()
    {
        HostVerdict verdict = Of(Healthy with { RingZero = new(800) });
        Assert.True(verdict.CanRun);
        Assert.False(verdict.IsNative);
        Assert.Equal("KVM emulates the guest's ring 0, at 800 ns an instruction", verdict.Finding);
        Assert.Contains("VT-x or AMD-V", verdict.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_without_the_device_runs_nothing_and_the_first_failure_says_why()
    {
        HostVerdict verdict = Of(Healthy with { OpenError = Errno.ENOENT, VirtualisationFlag = "svm", RingZero = default });
        Assert.False(verdict.CanRun);
        Assert.False(verdict.IsNative);
        Assert.Equal("/dev/kvm is missing, though the processor can virtualise (svm)", verdict.Finding);
        Assert.StartsWith("load the module with 'modprobe kvm-amd'", verdict.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void What_stands_in_the_way_of_every_machine_is_told_without_one()
    {
        HostFacts facts = Healthy with { OpenError = Errno.EACCES };
        Assert.Equal(HostChecks.Of(facts, SampleMachine.Plan), HostChecks.OfKvm(facts));
        Assert.Equal(CheckStatus.Failure, HostChecks.OfKvm(Healthy with { CreateError = Errno.EBUSY }).Last().Status);
        Assert.Equal(["device", "api"], HostChecks.OfKvm(Healthy).Select(static check => check.Id));
    }

    [KvmFact]
    public void A_real_host_is_fit_for_machines_in_general() => Assert.Equal(new(true, false, "", ""), HostVerdict.OfKvm());

    [KvmFact]
    public async Task A_real_host_runs_a_machine_in_one_of_the_two_ways()
    {
        HostVerdict verdict = await HostVerdict.OfAsync<SampleMachine>();
        Assert.True(verdict.CanRun);
        Assert.Equal(verdict.IsNative, verdict.Finding.Length == 0);
    }
}
