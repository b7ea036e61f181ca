using KvmSdk.CommandLine;
using KvmSdk.Model.Plan;

namespace KvmSdk.Runtime.Tests.CommandLine;

public sealed class LaunchRequestTests
{
    private static LaunchRequest Of(params string[] arguments) => Of(SampleMachine.Plan, arguments);

    private static LaunchRequest Of(MachinePlan plan, params string[] arguments)
    {
        OptionTable table = SampleMachine.Table(plan);
        return new(MachineSettings.Of(CommandParser.Parse(table, arguments), table, plan), table);
    }

    private static Task<ProgramRun> RunAsync(Func<LaunchRequest, Task<int?>> prepare, params string[] arguments) =>
        ProgramRun.OfAsync(SampleMachine.Program() with { Prepare = prepare }, arguments);

    [Fact]
    public void It_tells_what_was_given_and_what_the_machine_will_have()
    {
        LaunchRequest request = Of("--root-image", "a.img", "--cpus=3");
        Assert.Equal((3, 64), (request.Cpus, request.MemoryMiB));
        Assert.Equal("a.img", request.TextOf("RootImage"));
        Assert.Null(request.TextOf("Console"));
    }

    [Fact]
    public void A_property_that_the_machine_lacks_is_a_mistake_of_the_program()
    {
        Assert.Throws<ArgumentException>(() => Of().TextOf("RootDisk"));
        Assert.Throws<ArgumentException>(() => Of().Supply("RootDisk", "x"));
    }

    [Fact]
    public void Its_command_line_says_the_same_again()
    {
        LaunchRequest request = Of("--memory=1G", "--retries=7");
        request.Supply("RootImage", "--odd name=1.img");
        string[] arguments = [.. request.ToArguments()];
        Assert.Equal(["--cpus=1", "--memory=1024", "--root-image=--odd name=1.img", "--retries=7"], arguments);
        Assert.Equal(arguments, Of(arguments).ToArguments());
    }

    [Fact]
    public void Its_command_line_says_again_what_was_asked_of_the_kernel()
    {
        string[] arguments = [.. Of(SampleMachine.LinuxPlan, "--append", "root=\"LABEL=a b\" --", "--kernel-entry=auto").ToArguments()];
        Assert.Equal(["--cpus=1", "--memory=64", "--append=root=\"LABEL=a b\" --", "--kernel-entry=auto"], arguments);
        Assert.Equal(arguments, Of(SampleMachine.LinuxPlan, arguments).ToArguments());
        Assert.Equal(["--cpus=1", "--memory=64"], Of(SampleMachine.LinuxPlan, "--append=").ToArguments());
    }

    [Fact]
    public async Task What_is_supplied_reaches_the_machine()
    {
        SampleMachine? started = null;
        SampleMachine.OnStart.Value = (machine, _) =>
        {
            started = machine;
            throw new HostException("here", "enough is known", "none");
        };
        await RunAsync(
            request =>
            {
                request.Supply("RootImage", "made.img");
                return Task.FromResult<int?>(null);
            },
            "--retries=7");
        Assert.Equal(GuestImage.FromFile("made.img"), started?.RootImage);
        Assert.Equal(7, started?.Retries);
    }

    [Fact]
    public async Task A_result_ends_the_program_without_a_start()
    {
        SampleMachine.OnStart.Value = (_, _) => throw new InvalidOperationException("it was started");
        Assert.Equal(new ProgramRun(42, "", ""), await RunAsync(_ => Task.FromResult<int?>(42)));
    }

    [Fact]
    public async Task What_the_host_lacks_for_the_preparation_is_one_sentence_and_exit_code_1() =>
        Assert.Equal(
            new ProgramRun(1, "", "sample: apt-get: not found; use Debian\n"),
            await RunAsync(_ => throw new HostException("apt-get", "not found", "use Debian")));

    [Theory]
    [InlineData(0, "--help")]
    [InlineData(0, "inspect")]
    [InlineData(2, "--no-such-option")]
    [InlineData(2, "--cpus=5")]
    public async Task Nothing_is_prepared_for_a_question_or_a_mistake(int exitCode, params string[] arguments) =>
        Assert.Equal(exitCode, (await RunAsync(_ => throw new InvalidOperationException("it was prepared"), arguments)).ExitCode);
}
