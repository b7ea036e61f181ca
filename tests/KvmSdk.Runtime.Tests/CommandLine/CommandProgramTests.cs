using KvmSdk.Boot;

namespace KvmSdk.Runtime.Tests.CommandLine;

public class CommandProgramTests
{
    [Fact]
    public async Task Versions_are_those_of_the_machine_and_the_SDK()
    {
        ProgramRun run = await ProgramRun.OfAsync("--version");
        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"^SampleMachine \d+\.\d+\.\d+\S* \(KvmSdk \d+\.\d+\.\d+\S*\)\n$", run.Output);
        Assert.DoesNotContain("+", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sample: '--cpsu' is no option; did you mean '--cpus'?\n", "--cpsu=2")]
    [InlineData("sample: --root-image is required: give --root-image PATH, or the key \"rootImage\" in a --config file\n")]
    [InlineData("sample: --root-image: an image needs the path of a file\n", "--root-image=")]
    [InlineData("sample: --console: 'tty' is not a terminal; use 'standard', 'none' or 'file:PATH'\n", "--root-image=x", "--console=tty")]
    [InlineData("sample: --retries: 'many' is no Int32; give a number, such as 2\n", "--root-image=x", "--retries=many")]
    [InlineData("sample: --retries: '99999999999' is no Int32; give a number, such as 2\n", "--root-image=x", "--retries=99999999999")]
    [InlineData("sample: --cpus: KVM0111: 5 CPUs are more than the declared maximum of 4; lower Cpus or raise MaxCpus\n", "inspect", "--cpus=5")]
    public async Task Wrong_usage_is_one_sentence_on_standard_error_and_exit_code_2(string error, params string[] arguments)
    {
        ProgramRun run = await ProgramRun.OfAsync(arguments);
        Assert.Equal(new ProgramRun(2, "", error), run);
    }

    [Fact]
    public async Task A_host_that_lacks_something_is_one_sentence_and_exit_code_1()
    {
        SampleMachine.OnStart.Value = (_, _) => throw new HostException("/dev/kvm", "permission denied", "add yourself to the group kvm");
        Assert.Equal(
            new ProgramRun(1, "", "sample: /dev/kvm: permission denied; add yourself to the group kvm\n"), await ProgramRun.OfAsync("--root-image=x"));
    }

    [Fact]
    public async Task An_image_that_does_not_boot_is_one_sentence_and_exit_code_1()
    {
        SampleMachine.OnStart.Value = (_, _) => throw new BootException("x", "the image is empty", "build it");
        Assert.Equal(new ProgramRun(1, "", "sample: x: the image is empty: build it\n"), await ProgramRun.OfAsync("--root-image=x"));
    }

    [Fact]
    public async Task What_nobody_foresaw_is_not_hidden()
    {
        SampleMachine.OnStart.Value = (_, _) => throw new NotSupportedException("a bug");
        await Assert.ThrowsAsync<NotSupportedException>(() => ProgramRun.OfAsync("--root-image=x"));
    }

    [Fact]
    public async Task The_settings_reach_the_machine()
    {
        (SampleMachine Machine, StartOptions? Options)? started = null;
        SampleMachine.OnStart.Value = (machine, options) =>
        {
            started = (machine, options);
            throw new HostException("here", "enough is known", "none");
        };
        await ProgramRun.OfAsync("--root-image=a.img", "--console", "file:log", "--retries=7", "--cpus=2", "--memory=1G");
        Assert.NotNull(started);
        Assert.Equal(GuestImage.FromFile("a.img"), started.Value.Machine.RootImage);
        Assert.Equal(Terminal.File("log"), started.Value.Machine.Console);
        Assert.Equal(7, started.Value.Machine.Retries);
        Assert.Equal(new StartOptions { Cpus = 2, MemoryMiB = 1024 }, started.Value.Options);
    }

    [Fact]
    public async Task A_whole_program_can_be_run_by_its_type() =>
        Assert.Equal(2, await VirtualMachine.RunAsync<SampleMachine>(["--no-such-option"]));
}
