using KvmSdk.Boot;
using KvmSdk.CommandLine;
using KvmSdk.Model.Plan;
using KvmSdk.Runtime.Tests.Support;

namespace KvmSdk.Runtime.Tests.CommandLine;

public sealed class LaunchRequestTests
{
    private static LaunchRequest Of(params string[] arguments) => Of(SampleMachine.Plan, arguments);

    private static LaunchRequest Of(MachinePlan plan, params string[] arguments)
    {
        OptionTable table = SampleMachine.Table(plan);
        return new(SampleMachine.Program(plan), MachineSettings.Of(CommandParser.Parse(table, arguments), table, plan), table);
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

    [KvmFact]
    public async Task A_dry_run_builds_the_machine_and_gives_everything_back_without_running_it()
    {
        string path = Path.GetTempFileName();
        await File.WriteAllBytesAsync(path, new byte[512]);
        TestMachine? built = null;
        TestVm vm = new(Guest.Assemble(a => a.Exit(3))) { Prepare = host => _ = new DiskDevice(host, "Disk", 0xD000_3000, 5, 1, 256, 512, DiskImage.Raw(path)) };
        SampleMachine.OnStart.Value = async (_, options) => built = await vm.StartAsync(options);
        try
        {
            await Of("--root-image=x", "--prefault", "--memory=6").DryRunAsync();
            Assert.Equal(MachineState.Created, built?.State);
            Assert.Equal(6, built?.Plan.Memory.MiB);
            Assert.Equal(0ul, built?.Counters.Exits);
            Assert.Throws<ObjectDisposedException>(() => built?.Memory.Read<int>(0));

            // The disk is not locked any more, and what was dry runs.
            await using TestMachine machine = await vm.StartAsync();
            Assert.Equal(3, (await machine.Completion.WaitAsync(Patience.Limit)).ExitCode);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("sample: x: the image is empty: build it\n", 1, "--root-image=x")]
    [InlineData("sample: --retries: 'many' is no Int32; give a number, such as 2\n", 2, "--root-image=x", "--retries=many")]
    [InlineData("sample: --root-image is required: give --root-image PATH, or the key \"rootImage\" in a --config file\n", 2)]
    public async Task A_dry_run_tells_of_mistakes_as_the_start_would(string error, int exitCode, params string[] arguments)
    {
        SampleMachine.OnStart.Value = (_, _) => throw new BootException("x", "the image is empty", "build it");
        ProgramRun run = await RunAsync(
            async request =>
            {
                await request.DryRunAsync();
                throw new InvalidOperationException("it went on");
            },
            arguments);
        Assert.Equal(new ProgramRun(exitCode, "", error), run);
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
