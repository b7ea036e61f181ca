namespace KvmSdk.EndToEnd.Tests;

/// <summary>The samples, run as a user runs them.</summary>
public sealed class SampleTests
{
    [KvmFact]
    public async Task The_HelloVm_project_greets_and_powers_off()
    {
        ProcessRun run = await ProcessRun.Of("dotnet", ["run", "--no-build", "-c", Repository.Configuration, "--project", "samples/HelloVm"]);

        Assert.True(run is { ExitCode: 0, Output: "Hello from a virtual machine declared in C#.\n" }, run.Transcript);
    }

    [KvmFact]
    public async Task A_profile_names_the_devices_and_keeps_to_standard_error()
    {
        ProcessRun run = await ProcessRun.Of("dotnet", ["run", "--no-build", "-c", Repository.Configuration, "--project", "samples/HelloVm", "--", "--profile"]);
        Assert.True(run.ExitCode == 0, run.Transcript);
        Assert.Equal("Hello from a virtual machine declared in C#.\n", run.Output);
        Assert.Matches(@"\n  Console +out 0x3f8 +45 ", run.Error);
        Assert.Matches(@"\n  Power +out 0x600 +1 ", run.Error);
    }

    [KvmFact]
    public async Task One_file_is_a_machine()
    {
        ProcessRun run = await ProcessRun.Of("dotnet", ["run", "samples/hello.cs"]);

        Assert.True(run is { ExitCode: 0, Output: "Hello from one file of C#.\n" }, run.Transcript);
    }

    [KvmFact]
    public async Task A_guest_and_the_program_share_a_device_of_the_programs_own()
    {
        ProcessRun run = await ProcessRun.Of("dotnet", ["run", "--no-build", "-c", Repository.Configuration, "--project", "samples/Thermometer"]);

        Assert.True(run.ExitCode == 0, run.Transcript);
        Assert.EndsWith("31 degrees\nThe guest saw 31 degrees and closed down.\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_shows_where_everything_lies_without_a_hypervisor()
    {
        ProcessRun run = await ProcessRun.Of("dotnet", ["run", "--no-build", "-c", Repository.Configuration, "--project", "samples/HelloVm", "--", "inspect"]);

        Assert.True(run.ExitCode == 0, run.Transcript);
        Assert.Contains("0x03F8-0x03FF", run.Output, StringComparison.Ordinal);
        Assert.Contains("Console", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_option_is_one_sentence_and_not_a_stack_trace()
    {
        ProcessRun run = await ProcessRun.Of("dotnet", ["run", "--no-build", "-c", Repository.Configuration, "--project", "samples/HelloVm", "--", "--colour", "red"]);

        Assert.True(run.ExitCode == 2, run.Transcript);
        Assert.Empty(run.Output);
        Assert.Contains("--colour", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }
}
