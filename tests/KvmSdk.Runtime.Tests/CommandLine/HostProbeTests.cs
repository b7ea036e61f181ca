using System.Text.Json;
using KvmSdk.CommandLine.Doctor;
using KvmSdk.Interop;
using KvmSdk.Kernel;

namespace KvmSdk.Runtime.Tests.CommandLine;

public sealed class HostProbeTests
{
    private static Task<HostFacts> CollectAsync(string device) =>
        HostProbe.CollectAsync(KvmRequirements.Always, () => throw new InvalidOperationException("no guest may run on such a host"), device);

    [Fact]
    public async Task A_missing_device_is_found_missing() =>
        Assert.Equal(Errno.ENOENT, (await CollectAsync("/dev/no-such-device")).OpenError);

    [Fact]
    public async Task A_device_that_is_not_KVM_is_recognised()
    {
        HostFacts facts = await CollectAsync("/dev/null");
        Assert.Equal((Errno)0, facts.OpenError);
        Assert.NotEqual(HostProbe.StableApiVersion, facts.ApiVersion);
    }

    [Fact]
    public async Task A_directory_cannot_be_opened_for_writing() => Assert.Equal(Errno.EISDIR, (await CollectAsync("/")).OpenError);

    [KvmFact]
    public async Task A_host_with_KVM_is_examined_and_its_ring_0_measured_by_a_guest()
    {
        HostFacts facts = await HostProbe.CollectAsync([.. KvmRequirements.Always, KvmRequirements.Pit], RingZeroProbe.MeasureAsync);
        Assert.Equal((Errno)0, facts.OpenError);
        Assert.Equal((Errno)0, facts.CreateError);
        Assert.Empty(facts.Missing);
        Assert.True(facts.MaxVcpus >= 1);
        Assert.InRange(facts.PhysicalAddressBits, 32, 52);
        Assert.Null(facts.RingZero.Failure);
        Assert.True(facts.RingZero.NanosecondsPerInstruction > 0);
    }

    [KvmFact]
    public async Task The_doctor_of_a_working_host_says_that_machines_run()
    {
        ProgramRun run = await ProgramRun.OfAsync("doctor");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(6, run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.DoesNotContain("FAIL", run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);

        ProgramRun json = await ProgramRun.OfAsync("doctor", "--json");
        Assert.Equal(0, json.ExitCode);
        using JsonDocument document = JsonDocument.Parse(json.Output);
        Assert.True(document.RootElement.GetProperty("canRun").GetBoolean());
        Assert.Equal(
            ["device", "api", "capabilities", "vcpus", "memory", "ring0"],
            document.RootElement.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("id").GetString()));
    }
}
