using KvmSdk.EndToEnd.Tests.Lab;
using Xunit.Abstractions;

namespace KvmSdk.EndToEnd.Tests;

/// <summary>Native builds on a whole KVM host, emulated, with hardware-like ring 0.</summary>
/// <remarks>One after the other with everything else in the lab: they publish into the same places, and measure.</remarks>
[Collection("Lab")]
public sealed class LabTests(ITestOutputHelper output)
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(15);

    /// <summary>Room for the second attempt that the comparison makes where the lab stood still.</summary>
    private static readonly TimeSpan _limitOfComparison = TimeSpan.FromMinutes(40);

    [LabFact]
    public async Task The_native_HelloVm_greets_on_a_hardware_like_host()
    {
        string directory = Repository.PathOf("artifacts", "lab", "HelloVm");
        ProcessRun publish = await ProcessRun.Of("dotnet", ["publish", "samples/HelloVm", "-c", "Release", "-o", directory, "-nologo", "-v", "quiet"], _limit);
        Assert.True(publish.ExitCode == 0, publish.Transcript);

        // Every verb in one start of the lab, which costs more than all of them.
        const string script = "/HelloVm && /HelloVm doctor && /HelloVm inspect | head -n 1 && ! /HelloVm --memory 1 2>&1";
        ProcessRun run = await LabRun.Of(
            "HelloVm", ["--add", Path.Combine(directory, "HelloVm") + "=/HelloVm", "--", "sh", "-c", script], TimeSpan.FromMinutes(5));

        Assert.True(run.ExitCode == 0, run.Transcript);
        Assert.StartsWith("Hello from a virtual machine declared in C#.\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("ring 0 runs natively", run.Output, StringComparison.Ordinal);
        Assert.Contains("Machine  Hello\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("KVM0120", run.Output, StringComparison.Ordinal);
    }

    /// <summary>The figures are counts of instructions, so that they hold on any machine and beside any load.</summary>
    [LabFact]
    public async Task Exits_a_boot_of_Linux_its_disk_and_its_network_cost_no_more_instructions_than_budgeted()
    {
        ProcessRun run = await ProcessRun.Of("tests/lab/compare", ["--check"], _limitOfComparison);

        output.WriteLine(run.Output);
        Assert.True(run.ExitCode == 0, run.Transcript);
    }

    [LabFact]
    public async Task Start_up_and_memory_are_measured_beside_the_peers()
    {
        ProcessRun run = await ProcessRun.Of("tests/lab/footprint", [], _limit);

        output.WriteLine(run.Output);
        Assert.True(run.ExitCode == 0, run.Transcript);
        Assert.Contains("QEMU", run.Output, StringComparison.Ordinal);
    }

    [LabFact]
    public async Task A_device_is_found_in_no_more_instructions_than_C_needs()
    {
        ProcessRun run = await ProcessRun.Of("tests/lab/dispatch", ["--check"], _limit);

        output.WriteLine(run.Output);
        Assert.True(run.ExitCode == 0, run.Transcript);
    }

    [LabFact]
    public async Task One_process_makes_ten_times_as_many_machines_as_processes_of_QEMU()
    {
        ProcessRun run = await ProcessRun.Of("tests/lab/rate", ["--check"], _limit);

        output.WriteLine(run.Output);
        Assert.True(run.ExitCode == 0, run.Transcript);
    }
}
